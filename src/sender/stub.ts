/** The stub of the one object that gives turns. */
import { objectNamed } from '../object.ts'

export const paceIn = (namespace: Env['PACE']) => objectNamed(namespace, 'safe2pay')
