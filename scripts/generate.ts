/** Writes what is made of other files and committed: the API's description, and the versions of the pages' assets. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApi } from '../src/api/openapi.ts'
import { OPERATIONS } from '../src/api/operations.ts'
import { assetVersions } from './assets.ts'
import { root } from './wrangler.ts'

const write = (file: string, content: object): void =>
  writeFileSync(join(root, file), `${JSON.stringify(content, null, 2)}\n`)

write('public/api/openapi.json', openApi(OPERATIONS))
write('src/pages/assets.json', assetVersions())
