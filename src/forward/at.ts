/** The stub of the endpoint's object. There is one object, in the same region as the entities. */
export const endpointIn = (namespace: Env['ENDPOINT']) => namespace.getByName('1', { locationHint: 'enam' })
