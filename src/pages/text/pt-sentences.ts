/** Why an event got its verdict, in Portuguese. */
import type { Sentences } from './sentences.ts'

export const sentences: Sentences = {
  general: {
    applied: 'O status mudou.',
    amended: 'O mesmo status com outros detalhes, que substituem os antigos.',
    stale: 'Mais antigo do que já se sabia: tomou seu lugar na história.',
    regression: 'Moveria o status para trás: recusado.',
    conflict: 'Nenhum caminho leva do status até ele, nem de volta: recusado.',
    unknown: 'Um status que o ciclo de vida não tem: guardado, sem efeito.',
  },
  first: (it, missing) =>
    `O primeiro status conhecido é ${it}.${missing === null ? '' : ` O que veio antes, ${missing}, não chegou.`}`,
  completes: (it, now) => `${it} chegou tarde e completa a história: o status agora é ${now}.`,
  overtakes: (it, from, now) =>
    `${it} chegou tarde, mas aconteceu antes de ${from}, que não conta mais depois dele: o status agora é ${now}.`,
  moved: (from, it) => `O status passou de ${from} para ${it}.`,
  movedOver: (from, it) => `O status passou de ${from} para ${it}; o que há entre os dois não chegou.`,
  late: (from, it) => `${it} veio depois de ${from}, contra o esperado: o status mudou.`,
  rework: (from, it) => `Devolvido de ${from} para ${it}: o próprio evento diz isso.`,
  unlisted: (from, it) =>
    `${it} não está no ciclo de vida, mas o evento diz que vem depois de ${from}: o status mudou.`,
  amended: (it) => `${it} de novo: os detalhes são substituídos, o status fica.`,
  stale: (it, head) =>
    `${it} aconteceu antes de ${head}, que já é conhecido: entra na história, o status fica.`,
  staleUnfit: (it, head) =>
    `${it} aconteceu antes de ${head} e não cabe na história ali: é guardado, o status fica.`,
  regression: (it, head) => `${it} moveria o status para trás a partir de ${head}: recusado, o status fica.`,
  conflict: (it, head) => `Nenhum caminho leva de ${head} a ${it}, nem de volta: recusado, o status fica.`,
  unknown: (it, head) =>
    `${it} não está no ciclo de vida e nada diz onde cabe: guardado, ` +
    (head === null ? 'ainda sem status.' : `o status continua ${head}.`),
  noLonger: (from, it) => `${from} não conta mais: ${it} aconteceu antes.`,
}
