/** What a browser loads beside a page: at the address of its content, and small. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { assetVersions } from '../../scripts/assets.ts'
import versions from '../../src/pages/assets.json' with { type: 'json' }
import { SCRIPT_URL, STYLE_URL } from '../../src/pages/assets.ts'
import { en } from '../../src/pages/text/en.ts'
import { pt } from '../../src/pages/text/pt.ts'

const read = (file: string): Buffer => readFileSync(join(import.meta.dirname, '../../public', file))

describe('the assets of the pages', () => {
  it('have the addresses of their content: else run `npm run generate`', () => {
    expect(versions).toEqual(assetVersions())
    expect(STYLE_URL).toBe(`/assets/style.css?v=${versions['style.css']}`)
    expect(SCRIPT_URL).toBe(`/assets/console.js?v=${versions['console.js']}`)
  })

  it('hold the texts of each language: else run `npm run generate`', () => {
    expect(JSON.parse(String(read('assets/text.en.json')))).toEqual(en)
    expect(JSON.parse(String(read('assets/text.pt.json')))).toEqual(pt)
  })

  it('hold a script of 3 kB at most, and a style sheet of 8 kB at most as it is sent', () => {
    expect(read('assets/console.js').byteLength).toBeLessThanOrEqual(3 * 1024)
    expect(gzipSync(read('assets/style.css')).byteLength).toBeLessThanOrEqual(8 * 1024)
  })

  it('fetch nothing from anywhere, and run nothing that is text', () => {
    expect(String(read('assets/style.css'))).not.toMatch(/url\(|@import/)
    expect(String(read('assets/console.js'))).not.toMatch(/\beval\b|\bFunction\b|innerHTML|https?:/)
  })
})
