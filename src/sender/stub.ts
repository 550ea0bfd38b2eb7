/** The stub of the one object that gives turns. */
export const paceIn = (namespace: Env['PACE']) => namespace.getByName('safe2pay', { locationHint: 'enam' })
