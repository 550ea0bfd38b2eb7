/** Reasons and notices in the Portuguese of Brazil, for the pages. */
import type { Language } from './language.ts'
import { numbers } from './numbers.ts'

const { money } = numbers('.', ',')

const IGNORED = {
  not_a_date: 'não é uma data: o valor anterior foi mantido',
  too_large: 'é um valor grande demais: o valor anterior foi mantido',
  other_form: 'não está no formato documentado: foi ignorado',
  cut: 'é mais longo que a coluna: foi cortado',
} as const

export const portuguese: Language = {
  reasons: {
    first: ({ to, missing }, name) =>
      `O primeiro status conhecido é ${name(to)}.` +
      (missing === null ? '' : ` Falta um evento: ${name(missing)} não foi recebido.`),
    moved: ({ from, to }, name) => `O status passou de ${name(from)} para ${name(to)}.`,
    moved_over_gap: ({ from, to }, name) =>
      `O status passou de ${name(from)} para ${name(to)}; faltam os eventos intermediários.`,
    late: ({ from, to }, name) =>
      `${name(to)} não era esperado depois de ${name(from)}; o status foi atualizado.`,
    sent_back: ({ from, to }, name) => `Voltou de ${name(from)} para ${name(to)}, segundo o próprio evento.`,
    unlisted_move: ({ from, to }, name) =>
      `O status passou de ${name(from)} para ${name(to)}, segundo o próprio evento; o ciclo de vida não tem essa transição.`,
    reversal: ({ from, to }, name) =>
      `O status voltou de ${name(from)} para ${name(to)}: chegou tarde demais para ser um evento mais antigo.`,
    read: ({ from, to }, name) =>
      from === null
        ? `O remetente foi consultado e diz ${name(to)}; nenhum webhook chegou.`
        : `O remetente foi consultado e diz ${name(to)}, e não ${name(from)}; o webhook disso não chegou.`,
    confirmed: ({ status }, name) => `O remetente foi consultado e diz o mesmo: ${name(status)}.`,
    unlisted: ({ from, to }, name) =>
      `${name(to)} não está no ciclo de vida, mas, segundo o evento, vem depois de ${name(from)}: o status foi atualizado.`,
    completed: ({ status, now }, name) =>
      `${name(status)} chegou atrasado e completa o histórico: o status agora é ${name(now)}.`,
    overtook: ({ status, from, now }, name) =>
      `${name(status)} chegou atrasado, mas aconteceu antes de ${name(from)}, que deixou de valer: o status agora é ${name(now)}.`,
    amended: ({ status }, name) =>
      `${name(status)} de novo: os detalhes foram atualizados; o status não muda.`,
    older: ({ status, head }, name) =>
      `${name(status)} aconteceu antes de ${name(head)}, que já era conhecido: foi incluído no histórico; o status não muda.`,
    older_unfit: ({ status, head }, name) =>
      `${name(status)} aconteceu antes de ${name(head)} e não se encaixa no histórico: foi guardado; o status não muda.`,
    step_back: ({ from, to }, name) =>
      `${name(to)} faria o status voltar de ${name(from)}: recusado; o status não muda.`,
    no_way: ({ from, to }, name) =>
      `Não existe transição de ${name(from)} para ${name(to)}: recusado; o status não muda.`,
    unplaced: ({ status, head }, name) =>
      `${name(status)} não está no ciclo de vida, e nada diz onde ele se encaixa: guardado; ` +
      (head === null ? 'ainda sem status.' : `o status continua ${name(head)}.`),
    duplicate: ({ of, receivedAt }) => `Já recebido em ${receivedAt} (${of}): nada muda.`,
    written: ({ sentence }) => sentence,
  },
  notices: {
    out_of_place: ({ status, by }, name) => `${name(status)} deixou de valer: ${name(by)} aconteceu antes.`,
    amount_changed: ({ fromCents, toCents }) =>
      `O valor mudou depois do pagamento, de ${money(fromCents)} para ` +
      (toCents === null ? 'um valor grande demais.' : `${money(toCents)}.`),
    late_move: ({ from, to }, name) => `${name(to)} depois de ${name(from)} não era esperado.`,
    unlisted_move: ({ from, to }, name) =>
      `O ciclo de vida não tem transição de ${name(from)} para ${name(to)}; segundo o próprio evento, ela aconteceu.`,
    reversal: ({ from, to }, name) => `O pagamento voltou de ${name(from)} para ${name(to)}.`,
    read: ({ from, to }, name) =>
      `O webhook de ${name(to)} não chegou: o status era ${name(from)} até o remetente ser consultado.`,
    step_back: ({ from, to, again }, name) =>
      `${name(to)} chegou ${again ? 'de novo, com o mesmo conteúdo, ' : ''}com o pagamento em ${name(from)}: pode ser um evento antigo e atrasado, ou uma volta de verdade. Consulte o remetente.`,
    clock_contradicts_chain: ({ status }, name) =>
      `A data de ${name(status)} e o status anterior se contradizem; valeu a data.`,
    implausible_date: ({ at }) =>
      `A data ${at} não pode estar certa: o evento foi ordenado pelo status anterior que informa, ou pela chegada.`,
    unknown_status: ({ status }, name) => `O ciclo de vida não conhece o status ${name(status)}.`,
    code_differs: ({ taken }) =>
      `TransactionStatus.Code difere de TransactionStatus.Id: foi usado o status ${taken}.`,
    time_ignored: ({ path }) =>
      `${path} não é uma data: o evento foi ordenado pela chegada, e fica sem horário.`,
    field_ignored: ({ path, why }) => `${path} ${IGNORED[why]}.`,
    refund_exceeds: ({ paidCents, refundedCents }) =>
      `Voltaram ${money(refundedCents)}, e o valor pago era ${money(paidCents)}.`,
    text_masked: ({ path }) => `${path} não tem o formato de um nome: o que é diferente foi mascarado.`,
    many_events: ({ kept }) =>
      `Tem ${kept} eventos, o máximo que é guardado: cada novo substitui um que não faz falta no histórico.`,
    notice: ({ sentence }) => sentence,
  },
}
