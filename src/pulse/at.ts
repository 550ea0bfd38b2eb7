/** The stub of the pulse's object. There is one. */
import { objectNamed } from '../object.ts'

export const pulseIn = (namespace: Env['PULSE']) => objectNamed(namespace, '1')
