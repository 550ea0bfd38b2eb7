/** Where the money of a payment is, by its status. */

/** Paid; paid and available; kept after a dispute. */
export const MONEY_IN: ReadonlySet<string> = new Set(['3', '4', '15'])

/** Refunded; taken back after a dispute. */
export const MONEY_OUT: ReadonlySet<string> = new Set(['6', '13'])
