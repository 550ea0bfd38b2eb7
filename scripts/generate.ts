/** Writes what is made of other files and committed: the API's description, the pages' texts, and the versions of their assets. */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { en as alertsEn } from '../src/alerts/words/en.ts'
import { pt as alertsPt } from '../src/alerts/words/pt.ts'
import { OPERATIONS } from '../src/api/operations.ts'
import { en } from '../src/pages/text/en.ts'
import { pt } from '../src/pages/text/pt.ts'
import { assetVersions } from './assets.ts'
import { apiPage, type Document } from './openapi/page.ts'
import { openApi } from './openapi.ts'
import { TESTS } from './test-bodies.ts'
import { root } from './wrangler.ts'

const write = (file: string, content: object): void =>
  writeFileSync(join(root, file), `${JSON.stringify(content, null, 2)}\n`)

const api = openApi(OPERATIONS)
write('public/api/openapi.json', api)
writeFileSync(join(root, 'public/api/docs.html'), apiPage(api as unknown as Document))
write('public/assets/test.json', TESTS)
write('public/assets/text.en.json', en)
write('public/assets/text.pt.json', pt)
write('public/assets/alerts.en.json', alertsEn)
write('public/assets/alerts.pt.json', alertsPt)
write('src/pages/assets.json', assetVersions())
