/** The id of an order: a GUID. */
import type { EntityId } from '../../id.ts'
import { guidIn } from '../guid.ts'

/** Null if no order can have it. */
export const orderIdIn = (text: string): EntityId | null => guidIn(text.trim()) as EntityId | null
