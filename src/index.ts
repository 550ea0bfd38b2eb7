/** What the Worker exports; nothing else. */
import { app } from './http/app.ts'
import { scheduled } from './http/scheduled.ts'

export { Entity } from './entity/entity.ts'
export default { fetch: app.fetch, scheduled }
