/** The number at the top of a chart. Pure. */

/** The next round number whose half is whole: 2, 4, 6, 8, 10, 20, 30, 40, 50 … 100, 150, 200, 250 … */
export function ceiling(most: number): number {
  for (let unit = 1; ; unit *= 10) {
    const fits = [1.5, 2, 2.5, 3, 4, 5, 6, 8, 10].find(
      (step) => step * unit >= most && (step * unit) % 2 === 0,
    )
    if (fits) return fits * unit
  }
}
