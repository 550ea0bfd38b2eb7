/** Judges whether a package-lock.json pins all that npm would install. Pure. */

/** As much of a package-lock.json as says where a package comes from. */
export interface Lock {
  readonly lockfileVersion?: number
  readonly packages?: Readonly<Record<string, Entry>>
}

interface Entry {
  readonly version?: string
  readonly integrity?: string
  readonly resolved?: string
  readonly link?: boolean
  readonly dependencies?: Specifiers
  readonly devDependencies?: Specifiers
  readonly optionalDependencies?: Specifiers
}

type Specifiers = Readonly<Record<string, string>>

/** One SHA-512 in base64: SHA-1, which older registries gave, can be forged. */
const HASH = /^sha512-[A-Za-z0-9+/]{86}==$/

/** A specifier that names a host, a repository or a folder. An alias, `npm:…`, stays at the registry. */
const ADDRESS = /^(?!npm:).*[:/]/

/** What is wrong with the lock file, a line each. */
export function unpinned({ lockfileVersion, packages = {} }: Lock): readonly string[] {
  // Older versions have a second list of packages, and this function would not see it.
  if (lockfileVersion !== 3) return [`lockfileVersion is ${lockfileVersion}, not 3`]
  return Object.entries(packages).flatMap(([path, entry]) => [
    ...(path === '' ? [] : complaints(path, entry)),
    ...addresses(path, entry),
  ])
}

function complaints(path: string, { integrity, resolved, link }: Entry): readonly string[] {
  if (link) return [`${path} is a link to a folder`]
  return [
    ...(integrity === undefined ? [`${path} has no integrity hash`] : []),
    ...(integrity === undefined || HASH.test(integrity) ? [] : [`${path} has a hash that is not SHA-512`]),
    ...(resolved === undefined ? [] : [`${path} names a download address: ${resolved}`]),
  ]
}

function addresses(path: string, entry: Entry): readonly string[] {
  const all = { ...entry.dependencies, ...entry.devDependencies, ...entry.optionalDependencies }
  return Object.entries(all)
    .filter(([, specifier]) => ADDRESS.test(specifier))
    .map(([name, specifier]) => `${path || 'package.json'} wants ${name} from an address: ${specifier}`)
}
