/** Every operation of the API. */
import { askingOperations } from './asking.ts'
import { attentionOperations } from './attention.ts'
import { entityOperations } from './entities.ts'
import { forwardOperations } from './forward.ts'
import { getMetrics } from './metrics.ts'
import type { Operation } from './operation.ts'
import { repairOperations } from './repairs.ts'

export const OPERATIONS: readonly Operation[] = [
  ...entityOperations,
  ...repairOperations,
  ...askingOperations,
  ...attentionOperations,
  ...forwardOperations,
  getMetrics,
]
