/** Amplia Reg: orders for digital certificates. */
import type { Provider } from '../provider.ts'
import { orderLifeCycle } from './life-cycle.ts'
import { projectOrder } from './projection.ts'
import { readAmplia } from './read.ts'

export const amplia: Provider = {
  name: 'amplia',
  keysVariable: 'AMPLIA_KEYS',
  keyInBody: false,
  lifeCycle: orderLifeCycle,
  read: readAmplia,
  notices: () => [],
  project: projectOrder,
}
