/** The stub of the object of one order or one transaction. */
import { objectNamed } from '../object.ts'
import { type Named, nameOf } from './name.ts'

export const entityIn = (namespace: Env['ENTITIES'], entity: Named) => objectNamed(namespace, nameOf(entity))
