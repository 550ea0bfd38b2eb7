/** `npm run doctor` as a user runs it, on a receiver that lacks something and on one that lacks nothing. */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateLocal } from '../../scripts/local-d1.ts'
import { root } from '../../scripts/wrangler.ts'
import { execute } from './local-d1.ts'

const folder = mkdtempSync(join(tmpdir(), 'catraca-doctor-'))
const data = join(folder, 'data')
const goodKeys = keyFile('good', 'a2f1'.repeat(8), 'b3e2'.repeat(8))

afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** Writes a file of secrets; operators have a key of their own. */
function keyFile(name: string, amplia: string, safe2pay: string): string {
  const file = join(folder, name)
  writeFileSync(file, `AMPLIA_KEYS=${amplia}\nSAFE2PAY_KEYS=${safe2pay}\nADMIN_KEYS=${'c4d3'.repeat(8)}\n`)
  return file
}

function doctor(
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): { readonly code: number | null; readonly text: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/doctor.ts', ...args], {
    cwd: root,
    env: { ...process.env, ...more },
    encoding: 'utf8',
  })
  return { code: status, text: stdout + stderr }
}

const here = (file = goodKeys, kept = data) => doctor(['--persist-to', kept, '--keys', file])

describe('npm run doctor', () => {
  it('says of a new receiver which migrations are missing, and the command that applies them', () => {
    const kept = join(folder, 'new')
    const { code, text } = here(goodKeys, kept)
    expect(code).toBe(1)
    expect(text).toContain('D1 lacks ')
    expect(text).toContain(`npx wrangler d1 migrations apply DB --local --persist-to ${kept}`)
  })

  describe('once they are applied', () => {
    beforeAll(() => {
      migrateLocal(data)
    })

    it('finds nothing to mend, tells each key by its fingerprint only, and how late the last day was in D1', () => {
      execute(
        data,
        `
        INSERT INTO transactions (transaction_id, status, status_name, status_since, details, refused, revision,
          first_received_at, last_received_at)
          SELECT 1, 3, 'Autorizado', t, '{}', 0, 1, t, t FROM (SELECT strftime('%Y-%m-%dT%H:%M:%fZ', 'now') AS t);
        INSERT INTO transitions (provider, entity_id, seq, verdict, effective, status, received_at, reason,
          rules_version, revision, projected_at)
          VALUES ('safe2pay', '1', 1, 'applied', 1, '3', strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-90 seconds'), '', '',
            1, strftime('%Y-%m-%dT%H:%M:%fZ', 'now'))`,
      )
      const { code, text } = here()
      expect(text).toContain('Nothing needs fixing.')
      expect(code).toBe(0)
      expect(text).toContain('wrangler.toml has what the code needs')
      expect(text).toMatch(/D1 answers, with all \d+ migrations/)
      expect(text).toMatch(/AMPLIA_KEYS [0-9a-f]{8}\b/)
      expect(text).not.toContain('a2f1'.repeat(8))
      expect(text).toContain('reached D1 after 90 s on average, 90 s at most')
    })

    it('finds a key that is too short, one that two providers share, and what waits in quarantine', () => {
      execute(
        data,
        `
        INSERT INTO quarantine (id, provider, reason, issues, body, received_at, attempts)
          VALUES ('amplia-1', 'amplia', 'invalid_schema', '[]', '{}', '2026-07-15T09:00:00.900Z', 2)`,
      )
      const { code, text } = here(keyFile('bad', 'short', `short,${'b3e2'.repeat(8)}`))
      expect(code).toBe(1)
      expect(text).toMatch(/^ {2}FIX .*has 5 characters/m)
      expect(text).toMatch(/^ {2}FIX .*AMPLIA_KEYS and SAFE2PAY_KEYS/m)
      expect(text).not.toMatch(/\bshort\b(?! )/)
      expect(text).toMatch(
        /^ {2}FIX .*In quarantine since 2026-07-15T09:00:00\.900Z: 1 of amplia, invalid_schema\.$/m,
      )
    })

    it('finds a table that somebody dropped', () => {
      execute(data, 'DROP TABLE quarantine')
      const { code, text } = here()
      expect(text).toContain('Someone removed it')
      expect(code).toBe(1)
    })
  })

  it('says how to sign in where Cloudflare cannot be asked, and looks at the rest all the same', () => {
    const { code, text } = doctor(['--remote', '--keys', goodKeys], {
      CLOUDFLARE_API_TOKEN: 'not-a-token',
      CLOUDFLARE_ACCOUNT_ID: '0'.repeat(32),
      CLOUDFLARE_API_BASE_URL: 'http://127.0.0.1:9',
    })
    expect(code).toBe(1)
    expect(text).toContain('The secrets of the Worker could not be listed')
    expect(text).toContain('D1 does not answer')
    expect(text).toContain('npx wrangler login')
    expect(text).toContain('wrangler.toml has what the code needs')
    expect(text).not.toContain('not-a-token')
  })
})
