/** Fails when the Worker no longer deploys to one of its environments, or when what is deployed has grown over its limit. */
import { mkdtempDisposableSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { wrangler } from './wrangler.ts'

/** A Worker is loaded where it is first needed: its size is the time of a cold start. */
const LIMIT_KIB = 130

using out = mkdtempDisposableSync(join(tmpdir(), 'catraca-bundle-'))
for (const environment of ['staging', '']) {
  wrangler(['deploy', '--dry-run', '--outdir', out.path, `--env=${environment}`])
}
const kib = gzipSync(readFileSync(join(out.path, 'index.js')), { level: 9 }).byteLength / 1024
console.log(`The bundle has ${kib.toFixed(1)} KiB gzip of at most ${LIMIT_KIB}.`)
if (kib > LIMIT_KIB) process.exitCode = 1
