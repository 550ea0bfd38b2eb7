/** What alerts say in the Portuguese of Brazil. */
import type { en } from './en.ts'

export const pt: Readonly<Record<keyof typeof en, string>> = {
  group: '.',
  point: ',',
  amplia: 'pedido',
  safe2pay: 'pagamento',
  opened: 'Precisa de atenção',
  resolved: 'Resolvido',
  after: 'depois de {time}',
  more: 'e mais {n}',
  test: 'Este é um teste dos alertas. Tudo em ordem.',
  silence: 'nenhum webhook há {n, plural, hora, horas}',
  wrong_keys: '{n} entregas com chave errada e nenhuma com a certa: a chave foi trocada?',
  quarantine: '{n, plural, mensagem aguarda, mensagens aguardam} na quarentena',
  behind: 'o D1 está atrasado: um evento levou {n} minutos',
  forward_invalid: 'o encaminhamento está mal configurado: nada pode ser enviado',
  forward_paused: 'o encaminhamento está pausado',
  forward_failing:
    'o encaminhamento falha: {n, plural, pedido ou pagamento aguarda, pedidos e pagamentos aguardam}',
  forward_given_up:
    '{n, plural, pedido ou pagamento tem, pedidos e pagamentos têm} uma mensagem que o seu sistema recusou ou não aceitou em dez tentativas',
  unread_rhythm:
    'a Catraca não conseguiu ler o ritmo dos remetentes: o silêncio de um deles não será percebido',
  unread_senders:
    'a Catraca não conseguiu ler as chaves, a quarentena e o atraso: não haverá avisos sobre isso',
  unread_forwarding: 'a Catraca não conseguiu consultar o encaminhamento: não haverá avisos sobre isso',
  unread_entities:
    'a Catraca não conseguiu ler o que precisa de atenção: não haverá avisos sobre pedidos e pagamentos',
  unread_digest: 'a Catraca não conseguiu ler o resumo do dia',
  issued_money_back: 'o certificado foi emitido, mas o dinheiro foi devolvido',
  paid_order_closed: 'pago, mas o pedido está cancelado ou reprovado',
  chargeback: 'chargeback: o dinheiro foi retirado',
  dispute: 'o portador do cartão contesta o pagamento',
  paid_not_issued: 'pago há dois dias e não emitido',
  amount_changed: 'o valor mudou depois do pagamento',
  refund_exceeds: 'foi devolvido mais do que foi pago',
  reversal: 'o pagamento voltou a um status anterior',
  late_move: 'mudou quando isso não era mais esperado',
  unknown_status: 'tem um status que a Catraca não conhece',
  conflict: 'chegou um status para o qual não existe transição',
  step_back: 'uma volta de status foi recusada',
  read: 'o remetente informou outro status quando foi consultado; o webhook não chegou',
  unlisted_move: 'mudou por uma transição que o ciclo de vida não prevê',
  code_differs: 'um evento traz dois status diferentes',
  stuck: 'está parado no mesmo status há tempo demais',
  gap: 'falta um evento anterior',
  notice: 'um evento merece atenção',
  digest: `Eventos em 24 horas: {events}
Emitidos: {issued}. Pagos: {paid}.
Pedidos em aberto: {total} (há mais de um dia: {day}, há mais de uma semana: {week})`,
  oldest: 'Mais antigos:',
  days: '{name}: {n, plural, dia, dias}',
  kept: 'Quarentena: {quarantine}',
  missing: 'Segundo as listas dos remetentes: {missing} faltando aqui, {differing} em outro status',
  backlog: 'Encaminhamento: {waiting} aguardam, {given} com mensagem recusada ou não entregue',
  open: 'Alertas ainda em aberto: {alerts}',
  well: 'Tudo em ordem.',
}
