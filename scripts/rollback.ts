/** `npm run rollback`: the build that served before this one, at once. What is stored stays as it is. */
import { parseArgs } from 'node:util'
import { checkHealth } from './deploy/check.ts'
import { runWrangler } from './deploy/child.ts'
import { deployed } from './deploy/deployed.ts'
import { commandFor } from './deploy/settings.ts'
import { done, runCommand, stop } from './deploy/stop.ts'
import {
  addressOf,
  buildOf,
  type History,
  servingVersion,
  type Version,
  versionsAndDeployments,
} from './deploy/worker.ts'

const { values: options } = parseArgs({ options: { env: { type: 'string' } } })

await runCommand(async () => {
  const { account, settings } = await deployed(options.env)
  const history = await versionsAndDeployments(account, settings)
  const serving = servingVersion(history)
  if (!serving)
    return stop(
      `No single version of ${settings.name} serves, so there is none before it. See \`npx wrangler deployments list\`.`,
    )
  const target = versionBefore(serving, history)
  if (!target) return stop(`No other build of ${settings.name} served before this one.`)
  const describe = (version: Version): string =>
    `${buildOf(version, history.versions) ?? 'a build without a name'} (version ${version.id}, of ${version.metadata.created_on.slice(0, 16).replace('T', ' ')})`
  console.log(`From ${describe(serving)}\n  to ${describe(target)}`)

  // `wrangler rollback` would bring retired keys back without asking where there is no terminal; this refuses.
  const { ok, output } = await runWrangler(
    [
      'versions',
      'deploy',
      `${target.id}@100`,
      '--yes',
      // Else a busy object may run the code that is being taken back for up to five minutes more.
      '--durable-objects-code-update-mode',
      'immediate',
      '--message',
      'npm run rollback',
      `--env=${settings.environment}`,
    ],
    { CLOUDFLARE_ACCOUNT_ID: account.id },
  )
  if (!ok && /secrets have changed/i.test(output))
    stop(
      `Nothing was changed. A version holds its secrets, and the keys have changed since that one: it would bring the old keys back, and the new ones would no longer open.\nIf you want that: \`npx wrangler rollback ${target.id} --name ${settings.name}\`, which asks. Otherwise check out the older code and run \`npm run deploy\`: it keeps today's keys.\n${output}`,
    )
  if (!ok) stop(`Nothing was changed.\n${output}`)
  done(`${settings.name} serves version ${target.id}`)

  const address = await addressOf(account, settings)
  if (address) await checkHealth(address)
  const deploy = commandFor('deploy', settings.environment)
  console.log(
    `
Orders, transactions and history stay as they are, in the objects and in D1: migrations only add, so the older version reads them. \`${deploy}\` brings what is checked out here into service again.

Keys: \`wrangler secret put\` fails from now on, with code 10215, because it changes the newest version only, and that one does not serve. To change a key, check out the code of ${buildOf(target, history.versions) ?? 'the version that serves'} and run \`${deploy}\` there: then the newest version is the one that serves.`,
  )
})

/** The newest version before this one that served with other code; a version that only changed a secret is not one. */
function versionBefore(serving: Version, { versions, deployments }: History): Version | undefined {
  const served = new Set(
    deployments.flatMap((deployment) => deployment.versions.map(({ version_id }) => version_id)),
  )
  const present = buildOf(serving, versions)
  return versions.find(
    (version) =>
      version.number < serving.number &&
      served.has(version.id) &&
      (present === undefined || buildOf(version, versions) !== present),
  )
}
