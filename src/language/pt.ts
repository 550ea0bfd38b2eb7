/** Reasons and notices in the Portuguese of Brazil, for the pages. */
import type { Language } from './language.ts'

export const portuguese: Language = {
  numbers: { group: '.', point: ',' },
  reasons: {
    first: 'O primeiro status conhecido é {to}. Falta um evento: {missingName} não foi recebido.',
    first_without_missing: 'O primeiro status conhecido é {to}.',
    moved: 'O status passou de {from} para {to}.',
    moved_over_gap: 'O status passou de {from} para {to}; faltam os eventos intermediários.',
    late: '{to} não era esperado depois de {from}; o status foi atualizado.',
    sent_back: 'Voltou de {from} para {to}, segundo o próprio evento.',
    unlisted_move:
      'O status passou de {from} para {to}, segundo o próprio evento; o ciclo de vida não tem essa transição.',
    reversal: 'O status voltou de {from} para {to}: chegou tarde demais para ser um evento mais antigo.',
    read: 'O remetente foi consultado e informou {to}, e não {from}; o webhook dessa mudança não chegou.',
    read_without_from: 'O remetente foi consultado e informou {to}; nenhum webhook chegou.',
    confirmed: 'O remetente foi consultado e confirmou: {status}.',
    unlisted:
      '{to} não está no ciclo de vida, mas, segundo o evento, vem depois de {from}: o status foi atualizado.',
    completed: '{status} chegou atrasado e completa o histórico: o status agora é {now}.',
    overtook:
      '{status} chegou atrasado, mas aconteceu antes de {from}, que deixou de valer: o status agora é {now}.',
    amended: '{status} de novo: os detalhes foram atualizados; o status não muda.',
    older:
      '{status} aconteceu antes de {head}, que já era conhecido: foi incluído no histórico; o status não muda.',
    older_unfit:
      '{status} aconteceu antes de {head} e não se encaixa no histórico: foi guardado; o status não muda.',
    step_back: '{to} faria o status voltar de {from}: recusado; o status não muda.',
    no_way: 'Não existe transição de {from} para {to}: recusado; o status não muda.',
    unplaced:
      '{status} não está no ciclo de vida, e nada diz onde ele se encaixa: guardado; o status continua {head}.',
    unplaced_without_head:
      '{status} não está no ciclo de vida, e nada diz onde ele se encaixa: guardado; ainda sem status.',
    duplicate: 'Já recebido em {receivedAt} ({of}): nada muda.',
    written: '{sentence}',
  },
  notices: {
    out_of_place: '{status} deixou de valer: {by} aconteceu antes.',
    amount_changed: 'O valor mudou depois do pagamento, de {fromCents, money} para {toCents, money}.',
    amount_changed_without_toCents:
      'O valor mudou depois do pagamento, de {fromCents, money} para um valor grande demais.',
    late_move: '{to} depois de {from} não era esperado.',
    unlisted_move:
      'O ciclo de vida não tem transição de {from} para {to}; segundo o próprio evento, ela aconteceu.',
    reversal: 'O pagamento voltou de {from} para {to}.',
    read: 'O webhook de {to} não chegou: o status era {from} até o remetente ser consultado.',
    step_back:
      '{to} chegou com o pagamento em {from}: pode ser um evento antigo e atrasado, ou uma volta de verdade. Consulte o remetente.',
    step_back_again:
      '{to} chegou de novo, com o mesmo conteúdo, com o pagamento em {from}: pode ser um evento antigo e atrasado, ou o status voltou a ser esse. Consulte o remetente.',
    clock_contradicts_chain: 'A data de {status} e o status anterior se contradizem; valeu a data.',
    implausible_date:
      'A data {at} não pode estar certa: o evento foi ordenado pelo status anterior que informa, ou pela chegada.',
    unknown_status: 'O ciclo de vida não conhece o status {status}.',
    code_differs: 'TransactionStatus.Code difere de TransactionStatus.Id: foi usado o status {taken}.',
    time_ignored: '{path} não é uma data: o evento foi ordenado pela chegada, e fica sem horário.',
    field_ignored: '{path} {why}.',
    refund_exceeds: 'Voltaram {refundedCents, money}, e o valor pago era {paidCents, money}.',
    text_masked: '{path} não tem o formato de um nome: o que destoa foi mascarado.',
    many_events:
      'Tem {kept} eventos, o máximo que é guardado: cada evento novo substitui um que não faz falta no histórico.',
    notice: '{sentence}',
  },
  ignored: {
    not_a_date: 'não é uma data: o valor anterior foi mantido',
    too_large: 'é um valor grande demais: o valor anterior foi mantido',
    other_form: 'não está no formato documentado: foi ignorado',
    cut: 'é mais longo que a coluna: foi cortado',
  },
}
