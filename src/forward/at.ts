/** The way to the endpoint's object. There is one, and it stands beside the entities. */
export const endpointIn = (namespace: Env['ENDPOINT']) => namespace.getByName('1', { locationHint: 'enam' })
