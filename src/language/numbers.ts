/** Numbers as a language writes them. Pure. Without Intl, because loading its tables would slow a cold start. */

export interface Numbers {
  /** `1,234` */
  count(n: number): string
  /** `1 event`, `2 events` */
  plural(n: number, one: string, many: string): string
  /** `R$ 1,234.56` */
  money(cents: number): string
}

export function numbers(group: string, point: string): Numbers {
  const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, group)
  return {
    count,
    plural: (n, one, many) => `${count(n)} ${n === 1 ? one : many}`,
    money(cents) {
      const whole = Math.floor(Math.abs(cents) / 100)
      const rest = String(Math.abs(cents) % 100).padStart(2, '0')
      return `${cents < 0 ? '−' : ''}R$ ${count(whole)}${point}${rest}`
    },
  }
}
