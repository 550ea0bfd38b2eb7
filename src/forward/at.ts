/** The stub of the endpoint's object. There is one. */
import { objectNamed } from '../object.ts'

export const endpointIn = (namespace: Env['ENDPOINT']) => objectNamed(namespace, '1')
