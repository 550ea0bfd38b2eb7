/** What is wrong and where: one issue in a body or a request, described without quoting its value. */
export interface Issue {
  /** A place in the body, such as `TransactionStatus.Id`; empty for the whole. */
  readonly path: string
  readonly message: string
}
