/** Money is integer cents: `23.22` is `2322`, half a cent goes away from zero. */

/** Cents of an amount in reais; null if it does not fit an exact integer. */
export function cents(reais: number): number | null {
  // Shifted as decimal text, because 1.005 * 100 is 100.49999999999999.
  const [digits, exponent = 0] = String(Math.abs(reais)).split('e')
  const amount = Math.round(Number(`${digits}e${Number(exponent) + 2}`))
  if (!Number.isSafeInteger(amount)) return null
  // What rounds to nothing has no sign: never -0.
  return Math.sign(reais) * amount || 0
}
