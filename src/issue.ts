/** What is wrong where: one finding about a body or a request, told without quoting its value. */
export interface Issue {
  /** A place in the body, such as `TransactionStatus.Id`; empty for the whole. */
  readonly path: string
  readonly message: string
}
