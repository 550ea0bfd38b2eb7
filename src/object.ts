/**
 * The stub of an object by its name. All objects and D1 are in one region: neither can be placed in South America, and this
 * region is the way there. The hint counts when an object is first reached, so every call gives the same one.
 */
export const objectNamed = <Class extends Rpc.DurableObjectBranded | undefined>(
  namespace: DurableObjectNamespace<Class>,
  name: string,
): DurableObjectStub<Class> => namespace.getByName(name, { locationHint: 'enam' })
