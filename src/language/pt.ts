/** Reasons and notices in the Portuguese of Brazil, for the pages. */
import type { Language } from './language.ts'
import { numbers } from './numbers.ts'

const { money } = numbers('.', ',')

const IGNORED = {
  not_a_date: 'não é uma data: fica o que já se sabia',
  too_large: 'é um valor grande demais: fica o que já se sabia',
  other_form: 'não está na forma documentada: fica de fora',
  cut: 'é mais longo que a coluna: foi cortado',
} as const

export const portuguese: Language = {
  reasons: {
    first: ({ to, missing }, name) =>
      `O primeiro status conhecido é ${name(to)}.` +
      (missing === null ? '' : ` O que veio antes, ${name(missing)}, não chegou.`),
    moved: ({ from, to }, name) => `O status passou de ${name(from)} para ${name(to)}.`,
    moved_over_gap: ({ from, to }, name) =>
      `O status passou de ${name(from)} para ${name(to)}; o que há entre os dois não chegou.`,
    late: ({ from, to }, name) =>
      `${name(to)} veio depois de ${name(from)}, contra o esperado: o status mudou.`,
    sent_back: ({ from, to }, name) =>
      `Devolvido de ${name(from)} para ${name(to)}: o próprio evento diz isso.`,
    unlisted_move: ({ from, to }, name) =>
      `O status passou de ${name(from)} para ${name(to)}: o ciclo de vida não tem essa mudança, mas o próprio evento diz isso.`,
    reversal: ({ from, to }, name) =>
      `O status voltou de ${name(from)} para ${name(to)}: chegou tão tarde que não é um evento mais antigo.`,
    unlisted: ({ from, to }, name) =>
      `${name(to)} não está no ciclo de vida, mas o evento diz que vem depois de ${name(from)}: o status mudou.`,
    completed: ({ status, now }, name) =>
      `${name(status)} chegou tarde e completa a história: o status agora é ${name(now)}.`,
    overtook: ({ status, from, now }, name) =>
      `${name(status)} chegou tarde, mas aconteceu antes de ${name(from)}, que não conta mais depois dele: o status agora é ${name(now)}.`,
    amended: ({ status }, name) => `${name(status)} de novo: os detalhes são substituídos, o status fica.`,
    older: ({ status, head }, name) =>
      `${name(status)} aconteceu antes de ${name(head)}, que já é conhecido: entra na história, o status fica.`,
    older_unfit: ({ status, head }, name) =>
      `${name(status)} aconteceu antes de ${name(head)} e não cabe na história ali: é guardado, o status fica.`,
    step_back: ({ from, to }, name) =>
      `${name(to)} moveria o status para trás a partir de ${name(from)}: recusado, o status fica.`,
    no_way: ({ from, to }, name) =>
      `Nenhum caminho leva de ${name(from)} a ${name(to)}, nem de volta: recusado, o status fica.`,
    unplaced: ({ status, head }, name) =>
      `${name(status)} não está no ciclo de vida e nada diz onde cabe: guardado, ` +
      (head === null ? 'ainda sem status.' : `o status continua ${name(head)}.`),
    duplicate: ({ of, receivedAt }) => `Já recebido em ${receivedAt} (${of}): nada muda.`,
    written: ({ sentence }) => sentence,
  },
  notices: {
    out_of_place: ({ status, by }, name) => `${name(status)} não conta mais: ${name(by)} aconteceu antes.`,
    amount_changed: ({ fromCents, toCents }) =>
      `O valor mudou depois do pagamento, de ${money(fromCents)} para ` +
      (toCents === null ? 'um valor grande demais.' : `${money(toCents)}.`),
    late_move: ({ from, to }, name) => `${name(to)} depois de ${name(from)} não era esperado.`,
    unlisted_move: ({ from, to }, name) =>
      `O ciclo de vida não tem mudança de ${name(from)} para ${name(to)}; o próprio evento diz que aconteceu.`,
    reversal: ({ from, to }, name) => `O pagamento voltou de ${name(from)} para ${name(to)}.`,
    step_back: ({ from, to, again }, name) =>
      `${name(to)} chegou ${again ? 'de novo, com as mesmas palavras, ' : ''}quando o pagamento está ${name(from)}: um evento antigo que chegou atrasado, ou uma volta. Consulte o remetente.`,
    clock_contradicts_chain: ({ status }, name) =>
      `A data de ${name(status)} e o status anterior dizem coisas diferentes; valeu a data.`,
    implausible_date: ({ at }) =>
      `A data ${at} não pode estar certa: o evento toma seu lugar pelo status anterior que informa, ou pela chegada.`,
    unknown_status: ({ status }, name) => `O ciclo de vida não conhece o status ${name(status)}.`,
    code_differs: ({ taken }) =>
      `TransactionStatus.Code difere de TransactionStatus.Id: vale o status ${taken}.`,
    time_ignored: ({ path }) =>
      `${path} não é uma data: o evento toma seu lugar na história pela chegada, e seu horário fica vazio.`,
    field_ignored: ({ path, why }) => `${path} ${IGNORED[why]}.`,
    refund_exceeds: ({ paidCents, refundedCents }) =>
      `Voltaram ${money(refundedCents)}, e o valor pago era ${money(paidCents)}.`,
    text_masked: ({ path }) => `${path} não tem a forma de um nome: o que tem outra forma é mascarado.`,
    many_events: ({ kept }) =>
      `Tem ${kept} eventos, o máximo que se guarda: cada novo ocupa o lugar de um que a história dispensa.`,
    notice: ({ sentence }) => sentence,
  },
}
