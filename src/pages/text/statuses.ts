/**
 * What the statuses of the life cycles say to a person, beside the English that the tables themselves have.
 * A status that is missing here is shown by its own name.
 */

/** What a status says of money or of progress; statuses are counted under it. */
export type Group = 'in' | 'held' | 'none' | 'out' | 'open' | 'issued' | 'ended' | 'other'

/** How a status looks: each has a colour and a sign of its own. */
export type Tone = 'open' | 'good' | 'held' | 'ended' | 'out' | 'odd'

export interface StatusText {
  readonly group: Group
  readonly tone: Tone
  /** What it means, in Portuguese. */
  readonly pt: string
  /** Its Portuguese name, where the life cycle has none. */
  readonly ptName: string | undefined
  /** What it means, where the life cycle's own words are not strong enough. */
  readonly en: string | undefined
}

const says = (group: Group, tone: Tone, pt: string, ptName?: string, en?: string): StatusText => ({
  group,
  tone,
  pt,
  ptName,
  en,
})

export const STATUS_TEXTS: Readonly<Record<string, Readonly<Record<string, StatusText>>>> = {
  amplia: {
    WaitingValidation: says('open', 'open', 'aguarda validação', 'Criado'),
    InValidation: says('open', 'open', 'sendo validado', 'Em validação'),
    WaitingConfirmation: says('open', 'open', 'aguarda confirmação', 'Na fila de confirmação'),
    InConfirmation: says('open', 'open', 'sendo confirmado', 'Em confirmação'),
    WaitingIssue: says('open', 'open', 'aguarda emissão', 'Aprovado'),
    Issued: says('issued', 'good', 'certificado emitido', 'Emitido'),
    Revoked: says('ended', 'out', 'certificado revogado', 'Revogado'),
    Declined: says('ended', 'ended', 'pedido reprovado', 'Reprovado'),
    Canceled: says('ended', 'ended', 'pedido cancelado', 'Cancelado'),
  },
  safe2pay: {
    1: says('none', 'open', 'não pago: aguarda pagamento'),
    2: says('held', 'held', 'pago, a compensar'),
    3: says('in', 'good', 'pago'),
    4: says('in', 'good', 'pago, disponível'),
    5: says('held', 'held', 'pago, em contestação'),
    6: says('out', 'out', 'devolvido ao pagador'),
    7: says('none', 'ended', 'não pago: encerrado'),
    8: says('none', 'ended', 'não pago: recusado'),
    11: says('none', 'open', 'NÃO PAGO: liberado por um usuário', undefined, 'NOT PAID: released by a user'),
    12: says('none', 'ended', 'não pago: em cancelamento'),
    13: says('out', 'out', 'retirado após disputa'),
    14: says('none', 'open', 'não pago: aguarda captura'),
    15: says('in', 'good', 'pago: a disputa foi negada'),
    18: says('none', 'ended', 'não pago: abortado no terminal'),
    19: says('held', 'held', 'devolução em andamento'),
  },
}
