/** The stub of the one vault, in the same region as D1 and the entities. */
export const vaultIn = (namespace: Env['VAULT']) => namespace.getByName('vault', { locationHint: 'enam' })
