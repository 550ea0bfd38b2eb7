/** The receiver with an object that keeps nothing: what the call adds. */
import { Entity as Receiver } from '../../../../src/entity/entity.ts'
import { APPLIED } from './applied.ts'

// Everything else is the receiver's own.
export * from '../../../../src/index.ts'
export { default } from '../../../../src/index.ts'

export class Entity extends Receiver {
  override apply() {
    return APPLIED
  }
}
