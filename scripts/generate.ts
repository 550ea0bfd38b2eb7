/** Writes what is made of other files and committed: the API's description. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { openApi } from '../src/api/openapi.ts'
import { OPERATIONS } from '../src/api/operations.ts'
import { root } from './wrangler.ts'

writeFileSync(join(root, 'src/api/openapi.json'), `${JSON.stringify(openApi(OPERATIONS), null, 1)}\n`)
