/** The receiver whose alarms tell D1 nothing: what judging and storing add. */
import { Entity as Receiver } from '../../../../src/entity/entity.ts'
import { acknowledge } from '../../../../src/entity/log.ts'

// Everything else is the receiver's own.
export * from '../../../../src/index.ts'
export { default } from '../../../../src/index.ts'

export class Entity extends Receiver {
  override async alarm() {
    const state = this.log?.state
    if (this.log && state) acknowledge(this.log, state.projected, state.revision)
  }
}
