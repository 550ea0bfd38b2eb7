/** The stub of the pulse's object. There is one. */
export const pulseIn = (namespace: Env['PULSE']) => namespace.getByName('1', { locationHint: 'enam' })
