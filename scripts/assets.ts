/** The versions of the files in public/assets: the beginning of each one's SHA-256. */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './wrangler.ts'

const FOLDER = join(root, 'public/assets')

export const assetVersions = (): Readonly<Record<string, string>> =>
  Object.fromEntries(
    readdirSync(FOLDER)
      .sort()
      .map((file) => [
        file,
        createHash('sha256')
          .update(readFileSync(join(FOLDER, file)))
          .digest('hex')
          .slice(0, 8),
      ]),
  )
