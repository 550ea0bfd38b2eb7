/** Safe2Pay's API as it is documented: what it answers of what the sender has. Pure. */

/** As the API returns it; `status` as text or as a number, because both were seen. */
export interface Transaction {
  readonly id: number
  readonly status: number | string
  /** A time in Brasília, `2026-11-21T10:00:00`. */
  readonly created?: string
  readonly method?: string
  readonly amount?: number
  readonly reference?: string
}

export interface Sender {
  readonly transactions: readonly Transaction[]
  readonly disputes: readonly { readonly id: number; readonly date: string }[]
  /** Rows of a page, whatever the request says. */
  readonly rows?: number
}

/**
 * What the sender answers, or null if there is nothing at the address.
 * @param model how it tells a transaction
 */
export function answerTo(
  { transactions, disputes, rows: most = Number.POSITIVE_INFINITY }: Sender,
  method: string | undefined,
  url: URL,
  model: (transaction: Transaction) => object = modelOf,
): object | null {
  const asked = (name: string): string => url.searchParams.get(name) ?? ''
  const page = <Row>(rows: readonly Row[]) => {
    const size = Math.min(Number(asked('RowsPerPage')) || 10, most)
    const first = (Number(asked('PageNumber')) - 1) * size
    return told({ TotalItems: rows.length, Objects: rows.slice(first, first + size) })
  }
  switch (`${method} ${url.pathname}`) {
    case 'GET /v2/transaction/Get': {
      const found = transactions.find(({ id }) => String(id) === asked('Id'))
      return found ? told(model(found)) : refusal('Transação não encontrada.')
    }
    case 'POST /v2/Transaction/ResubmitCallback':
      return told({})
    case 'GET /v2/Transaction/List': {
      const rows = transactions.filter(({ created = '' }) => {
        const day = created.slice(0, 10)
        return day >= asked('CreatedDateInitial') && day <= asked('CreatedDateEnd')
      })
      return page(rows.map(model))
    }
    case 'GET /v2/Chargeback/List':
      return page(
        disputes.map(({ id, date }) => ({
          IdTransaction: id,
          ChargebackDate: date,
          ReasonMessage: 'Fraude',
          CaseNumber: '1',
          DisputeDueDate: date,
        })),
      )
    default:
      return null
  }
}

/** The documented model of 2019. */
export const modelOf = ({ id, status, created, method, amount, reference }: Transaction) => ({
  IdTransaction: id,
  Status: status,
  Message: 'Autorizado',
  Application: 'Loja',
  Vendor: 'Fulano de Tal',
  Reference: reference ?? '',
  PaymentDate: '',
  CreatedDate: created ?? '2026-11-21T10:00:00',
  Amount: amount ?? 150,
  NetValue: 147.5,
  DiscountAmount: 0,
  TaxValue: 2.5,
  PaymentMethod: method ?? '6',
})

const told = (detail: object) => ({ HasError: false, ErrorCode: null, Error: null, ResponseDetail: detail })

export const refusal = (text: string) => ({
  HasError: true,
  ErrorCode: '042',
  Error: text,
  ResponseDetail: null,
})
