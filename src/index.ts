/** What the Worker exports; nothing else. */
import { app } from './app.ts'
import { scheduled } from './scheduled.ts'

export { lines } from './access/aside.ts'
export { Entity } from './entity/entity.ts'
export { Endpoint } from './forward/endpoint.ts'
export { Projector } from './projector/projector.ts'
export { Pulse } from './pulse/pulse.ts'
export { KeptBody } from './quarantine/kept-body.ts'
export { Pace } from './sender/pace.ts'
export { Vault } from './vault/vault.ts'
export default { fetch: app.fetch, scheduled }
