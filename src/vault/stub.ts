/** The way to the one vault, side by side with D1 and the entities. */
export const vaultIn = (namespace: Env['VAULT']) => namespace.getByName('vault', { locationHint: 'enam' })
