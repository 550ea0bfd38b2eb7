/** What the Worker exports; nothing else. */
export { Entity } from './entity/entity.ts'
export { app as default } from './http/app.ts'
