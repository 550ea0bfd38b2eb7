/** The Worker as Cloudflare has it, the one that would be built here, and the way from the first to the second. */
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { root } from '../wrangler.ts'
import { runWrangler } from './child.ts'
import { type Account, ask, isMissing, need, refused } from './cloudflare.ts'
import { type Keys, textOf, withSecretsFile } from './keys.ts'
import { LOCAL, type Settings } from './settings.ts'
import { stop } from './stop.ts'

/** What Cloudflare has. */
export interface Worker {
  /** The names of its secrets; nobody can read their values. */
  readonly secrets: readonly string[]
  /** The build that serves all requests; undefined if two versions share them, or where it was not deployed from here. */
  readonly build: string | undefined
  /** The build that served before somebody rolled back to the one that serves; undefined if nobody has. */
  readonly rolledBackFrom: string | undefined
  readonly crons: readonly string[]
  /** Whether it answers on workers.dev. */
  readonly isOnWorkersDev: boolean
}

/** An upload of the Worker. A changed secret is one too, of the same code. */
export interface Version {
  readonly id: string
  readonly number: number
  readonly metadata: { readonly created_on: string }
  readonly annotations?: Readonly<Record<string, string>>
}

export interface Deployment {
  readonly created_on: string
  readonly versions: readonly { readonly version_id: string; readonly percentage: number }[]
}

/** The Worker of these settings; undefined if there is none. */
export async function findWorker(account: Account, settings: Settings): Promise<Worker | undefined> {
  const script = `/workers/scripts/${settings.name}`
  const secrets = await ask<readonly { readonly name: string }[]>(account, `${script}/secrets`)
  if (isMissing(secrets)) return undefined
  if (!secrets.ok) return stop(refused('the secrets of the Worker', secrets))
  if (secrets.result.some(({ name }) => name === LOCAL))
    return stop(
      `${settings.name} has a secret ${LOCAL}, which makes short and published keys valid. Delete it: npx wrangler secret delete ${LOCAL} --name ${settings.name}`,
    )
  const [history, { schedules }, { enabled }] = await Promise.all([
    versionsAndDeployments(account, settings),
    need<{ readonly schedules: readonly { readonly cron: string }[] }>(account, `${script}/schedules`),
    need<{ readonly enabled: boolean }>(account, `${script}/subdomain`),
  ])
  const serving = servingVersion(history)
  return {
    secrets: secrets.result.map(({ name }) => name),
    build: serving && buildOf(serving, history.versions),
    rolledBackFrom: rolledBackFrom(history),
    crons: schedules.map(({ cron }) => cron),
    isOnWorkersDev: enabled,
  }
}

export interface History {
  /** Newest first. */
  readonly versions: readonly Version[]
  /** Newest first. */
  readonly deployments: readonly Deployment[]
}

export async function versionsAndDeployments(account: Account, settings: Settings): Promise<History> {
  const script = `/workers/scripts/${settings.name}`
  const [{ items }, { deployments }] = await Promise.all([
    need<{ readonly items: readonly Version[] }>(account, `${script}/versions?deployable=true`),
    need<{ readonly deployments: readonly Deployment[] }>(account, `${script}/deployments`),
  ])
  return {
    versions: items.toSorted((a, b) => b.number - a.number),
    deployments: deployments.toSorted((a, b) => b.created_on.localeCompare(a.created_on)),
  }
}

/** The version that serves all requests; undefined if two share them. */
export function servingVersion({ versions, deployments }: History): Version | undefined {
  const whole = deployments[0]?.versions.find(({ percentage }) => percentage === 100)
  return versions.find(({ id }) => id === whole?.version_id)
}

/** The newest build that ever served, where an older version serves all requests now. */
function rolledBackFrom(history: History): string | undefined {
  const { versions, deployments } = history
  const serving = servingVersion(history)
  const newest = versions.find(({ id }) =>
    deployments.some((deployment) => deployment.versions.some(({ version_id }) => version_id === id)),
  )
  if (!serving || !newest || newest.number <= serving.number) return undefined
  return buildOf(newest, versions) ?? `version ${newest.id}`
}

/** The build of a version. One that only changed a secret has no tag of its own: its code is the one before it. */
export function buildOf(version: Version, versions: readonly Version[]): string | undefined {
  const tag = version.annotations?.['workers/tag']
  if (tag || version.annotations?.['workers/triggered_by'] !== 'secret') return tag
  const before = versions.find(({ number }) => number < version.number)
  return before && buildOf(before, versions)
}

/**
 * Builds the Worker without deploying it.
 * @returns the name of the build: the same for the same code and settings, on every machine
 */
export async function build(settings: Settings): Promise<string> {
  const out = mkdtempSync(join(tmpdir(), 'catraca-build-'))
  try {
    const { ok, output } = await runWrangler([
      'deploy',
      '--dry-run',
      '--outdir',
      out,
      `--env=${settings.environment}`,
    ])
    if (!ok) return stop(`${output}\n\nThe Worker does not build, so nothing was migrated or deployed.`)
    const digest = createHash('sha256')
      .update(settings.whole)
      .update(readFileSync(join(out, 'index.js')))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly version: string
    }
    return `${version}-${digest.digest('hex').slice(0, 12)}`
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** Why the Worker is not yet what it should be, each reason in words; empty when it is. */
export function differences(worker: Worker, settings: Settings, wanted: string): readonly string[] {
  const { build: present, crons, isOnWorkersDev } = worker
  return [
    ...(present === wanted ? [] : [`instead of ${present ?? 'a version from elsewhere'}`]),
    ...(crons.toSorted().join() === settings.crons.toSorted().join()
      ? []
      : ['its nightly job was not scheduled']),
    ...(isOnWorkersDev || settings.host ? [] : ['it had no address']),
  ]
}

/** Uploads the build, with these secrets in the same version; those that are not named stay as they are. */
export function deploy(account: Account, settings: Settings, wanted: string, secrets: Keys): Promise<void> {
  return withSecretsFile(secrets, async (file) => {
    const { ok, output } = await runWrangler(
      [
        'deploy',
        `--env=${settings.environment}`,
        '--tag',
        wanted,
        ...(file === undefined ? [] : ['--secrets-file', file]),
      ],
      { CLOUDFLARE_ACCOUNT_ID: account.id },
    )
    if (ok) return
    const values = Object.values(secrets).flat().map(textOf)
    stop(`${values.reduce((text, key) => text.replaceAll(key, '[key]'), output)}

The deploy did not finish. Either the previous version is still serving, or the new one is serving without its address or its nightly job. Run this again: it does what is missing.`)
  })
}

/** Where the Worker answers. */
export async function addressOf(account: Account, settings: Settings): Promise<string | undefined> {
  if (settings.host) return `https://${settings.host}`
  const answer = await ask<{ readonly subdomain: string }>(account, '/workers/subdomain')
  if (isMissing(answer)) return undefined
  if (!answer.ok) return stop(refused('the workers.dev subdomain', answer))
  return `https://${settings.name}.${answer.result.subdomain}.workers.dev`
}
