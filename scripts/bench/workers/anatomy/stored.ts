/** The receiver whose alarms tell D1 nothing: what judging and storing add. */
import { Entity as Receiver } from '../../../../src/entity/entity.ts'
import { acknowledge, readState } from '../../../../src/entity/log.ts'

export { default } from '../../../../src/index.ts'

export class Entity extends Receiver {
  override async alarm() {
    const { sql } = this.ctx.storage
    const state = readState(sql)
    if (state) acknowledge(sql, state.projected, state.revision)
  }
}
