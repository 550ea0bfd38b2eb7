/** The receiver with an object that keeps nothing: what the call adds. */
import { Entity as Receiver } from '../../../../src/entity/entity.ts'
import { APPLIED } from './applied.ts'

export { default } from '../../../../src/index.ts'

export class Entity extends Receiver {
  override apply() {
    return APPLIED
  }
}
