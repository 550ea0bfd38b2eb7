/** The stub of the one vault. */
import { objectNamed } from '../object.ts'

export const vaultIn = (namespace: Env['VAULT']) => objectNamed(namespace, 'vault')
