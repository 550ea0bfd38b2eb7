/** One account as Cloudflare keeps it: databases, Workers, their versions and which of them serves. No I/O. */
import { randomUUID } from 'node:crypto'

export interface Database {
  readonly uuid: string
  readonly name: string
  readonly location: string | undefined
}

/** What a Worker is bound to, as an upload's metadata writes it. */
export interface Binding {
  readonly name: string
  readonly type: string
  readonly text?: string
  readonly database_id?: string
  readonly id?: string
  readonly class_name?: string
  readonly namespace_id?: string
  readonly simple?: { readonly limit: number; readonly period: 10 | 60 }
}

export interface Upload {
  readonly main_module: string
  readonly compatibility_date: string
  readonly bindings: readonly Binding[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly assets?: { readonly jwt: string; readonly config?: object }
}

export interface Version {
  readonly id: string
  readonly number: number
  readonly createdOn: string
  readonly annotations: Readonly<Record<string, string>>
  readonly upload: Upload
  readonly code: string
}

export interface Deployment {
  readonly id: string
  readonly created_on: string
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[]
}

export interface Script {
  readonly name: string
  readonly versions: Version[]
  /** Newest first. */
  readonly deployments: Deployment[]
  crons: readonly string[]
  enabled: boolean
  tags: readonly string[]
}

export interface State {
  readonly id: string
  subdomain: string | undefined
  readonly databases: Database[]
  readonly scripts: Map<string, Script>
  /** Static files, by their hash; once uploaded, an account has them. */
  readonly assets: Map<string, string>
}

export type Refusal = { readonly status: number; readonly code: number; readonly message: string }

export const isSecret = (binding: Binding): boolean => binding.type === 'secret_text'

/** The keys in a Worker's secrets, which the real Cloudflare shows to nobody. */
export const keysOf = (script: Script): Readonly<Record<string, string>> =>
  Object.fromEntries(secretsOf(serving(script)).map(({ name, text }) => [name, text ?? '']))

export const secretsOf = (version: Version | undefined): readonly Binding[] =>
  version?.upload.bindings.filter(isSecret) ?? []

/** The version that serves every request. */
export function serving(script: Script): Version | undefined {
  const [latest] = script.deployments
  return script.versions.find(({ id }) => id === latest?.versions[0]?.version_id)
}

export function createDatabase(state: State, name: string, location: string | undefined): Database | Refusal {
  if (state.databases.some((database) => database.name === name))
    return { status: 400, code: 7502, message: 'database with that name already exists' }
  const database = { uuid: randomUUID(), name, location }
  state.databases.push(database)
  return database
}

/** Takes an upload and lets it serve: what a PUT of a script does in one. */
export function uploadScript(state: State, name: string, upload: Upload, code: string): Version | Refusal {
  const script = state.scripts.get(name) ?? {
    name,
    versions: [],
    deployments: [],
    crons: [],
    enabled: false,
    tags: [],
  }
  const before = script.versions.at(-1)
  const bindings: Binding[] = []
  for (const binding of upload.bindings) {
    if (binding.type === 'inherit') {
      const inherited = before?.upload.bindings.find((each) => each.name === binding.name)
      if (!inherited)
        return {
          status: 400,
          code: 10057,
          message: `inherit binding '${binding.name}' is invalid: not found`,
        }
      bindings.push(inherited)
    } else bindings.push(binding)
    const database = binding.database_id ?? binding.id
    if (binding.type === 'd1' && !state.databases.some(({ uuid }) => uuid === database))
      return {
        status: 400,
        code: 10181,
        message: `D1 binding '${binding.name}' references database '${database}' which was not found`,
      }
  }
  // A deploy never deletes a secret.
  for (const secret of secretsOf(before)) {
    if (!bindings.some(({ name: taken }) => taken === secret.name)) bindings.push(secret)
  }
  state.scripts.set(name, script)
  const version = addVersion(script, { ...upload, bindings }, code, upload.annotations ?? {})
  addDeployment(script, version.id)
  return version
}

/** Whether the newest version is the one that serves. The others' secrets cannot be changed. */
export const isNewestServing = (script: Script): boolean => serving(script) === script.versions.at(-1)

/** A secret that is set by itself: a version more, of the same code. */
export const putSecret = (script: Script, name: string, text: string): void =>
  bind(script, { type: 'secret_text', name, text }, 'secret')

/** A variable that somebody sets in the dashboard. */
export const putVariable = (script: Script, name: string, text: string): void =>
  bind(script, { type: 'plain_text', name, text }, 'upload')

function bind(script: Script, added: Binding, trigger: string): void {
  const latest = script.versions.at(-1)
  if (!latest) throw new Error(`${script.name} has no version`)
  const bindings = latest.upload.bindings.filter(({ name }) => name !== added.name)
  const upload = { ...latest.upload, bindings: [...bindings, added] }
  const version = addVersion(script, upload, latest.code, { 'workers/triggered_by': trigger })
  addDeployment(script, version.id)
}

export function deleteSecret(script: Script, name: string): void {
  const latest = script.versions.at(-1)
  if (!latest) throw new Error(`${script.name} has no version`)
  const bindings = latest.upload.bindings.filter((binding) => binding.name !== name)
  const version = addVersion(script, { ...latest.upload, bindings }, latest.code, {
    'workers/triggered_by': 'secret',
  })
  addDeployment(script, version.id)
}

/** Lets a version serve again, unless its secrets are older than today's and nobody insists. */
export function deployVersion(script: Script, id: string, insists: boolean): Deployment | Refusal {
  const version = script.versions.find((each) => each.id === id)
  if (!version) return { status: 404, code: 10007, message: 'version not found' }
  const today = secretsOf(script.versions.at(-1))
  const changed = today.filter(
    (secret) => secretsOf(version).find(({ name }) => name === secret.name)?.text !== secret.text,
  )
  if (changed.length > 0 && !insists) {
    const names = changed.map(({ name }) => name).join(', ')
    return { status: 400, code: 10220, message: `The following secrets have changed: ${names}` }
  }
  return addDeployment(script, id)
}

function addVersion(
  script: Script,
  upload: Upload,
  code: string,
  annotations: Readonly<Record<string, string>>,
): Version {
  const version = {
    id: randomUUID(),
    number: script.versions.length + 1,
    createdOn: new Date().toISOString(),
    annotations: { 'workers/triggered_by': 'upload', ...annotations },
    upload,
    code,
  }
  script.versions.push(version)
  return version
}

function addDeployment(script: Script, id: string): Deployment {
  const deployment = {
    id: randomUUID(),
    created_on: new Date().toISOString(),
    versions: [{ version_id: id, percentage: 100 }],
  }
  script.deployments.unshift(deployment)
  return deployment
}
