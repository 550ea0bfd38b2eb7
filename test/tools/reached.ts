/**
 * The objects that this test file has reached, by name or by id, in any code. The runtime's own list also has the deleted
 * ones of earlier files, and checking each takes longer with every file that it has run.
 */
import { env } from 'cloudflare:workers'

type Objects = DurableObjectNamespace
type Reached = Map<Objects, Map<string, DurableObjectId>>

/** On the runtime's own object, because each file has modules of its own. */
const runtime = globalThis as { reachedObjects?: Reached }

if (!runtime.reachedObjects) {
  runtime.reachedObjects = new Map()
  const prototype = Object.getPrototypeOf(env.ENTITIES) as Objects
  const { get, getByName } = prototype
  Object.assign(prototype, {
    get(this: Objects, ...by: Parameters<typeof get>) {
      return note(this, get.apply(this, by))
    },
    getByName(this: Objects, ...by: Parameters<typeof getByName>) {
      return note(this, getByName.apply(this, by))
    },
  })
}

function note(objects: Objects, stub: DurableObjectStub): DurableObjectStub {
  const ids = runtime.reachedObjects?.get(objects) ?? new Map<string, DurableObjectId>()
  runtime.reachedObjects?.set(objects, ids.set(String(stub.id), stub.id))
  return stub
}

/** The ids of a class's objects. */
export const reached = (objects: Objects): readonly DurableObjectId[] => [
  ...(runtime.reachedObjects?.get(objects)?.values() ?? []),
]

/** Returns all objects, and removes them from the list. */
export function takeReached(): readonly DurableObjectStub[] {
  const all = [...(runtime.reachedObjects ?? [])]
  const stubs = all.flatMap(([objects, ids]) => [...ids.values()].map((id) => objects.get(id)))
  runtime.reachedObjects?.clear()
  return stubs
}
