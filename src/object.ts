/**
 * The stub of an object by its name. All objects live in one region, and D1 beside them: none has a home in South America,
 * and both get there by way of this region. The hint counts when an object is first reached, so every way to it gives the
 * same one.
 */
export const objectNamed = <Class extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<Class>,
  name: string,
): DurableObjectStub<Class> => namespace.getByName(name, { locationHint: 'enam' })
