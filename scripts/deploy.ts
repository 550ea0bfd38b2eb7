/** `npm run deploy`: the version that is here, instead of the one that serves, which serves until then. */
import { parseArgs } from 'node:util'
import { checkDoors, checkHealth } from './deploy/check.ts'
import { migrate } from './deploy/database.ts'
import { deployedDatabase } from './deploy/deployed.ts'
import { commandFor } from './deploy/settings.ts'
import { done, runCommand, stop } from './deploy/stop.ts'
import { addressOf, build, deploy, findWorker } from './deploy/worker.ts'

const { values: options } = parseArgs({ options: { env: { type: 'string' } } })

await runCommand(async () => {
  const { account, settings } = await deployedDatabase(options.env)
  const setup = commandFor('setup', settings.environment)

  const worker = await findWorker(account, settings)
  if (!worker)
    return stop(`There is no Worker ${settings.name} in this account yet. The first time: \`${setup}\`.`)
  const missing = settings.secrets.filter((secret) => !worker.secrets.includes(secret))
  if (missing.length > 0)
    stop(
      `Nothing was changed: ${settings.name} lacks the secret ${missing.join(', ')}. Run \`${setup}\`, which adds what is missing, or set it with \`npx wrangler secret put ${missing[0]} --name ${settings.name}\`.`,
    )
  done(`${settings.name} is there, with its ${settings.secrets.length} secrets`)

  const wanted = await build(settings)
  done(`the Worker builds: ${wanted}`)
  await migrate(account, settings)
  await deploy(account, settings, wanted, {})
  done(
    worker.build === wanted
      ? `deployed ${wanted} again`
      : `deployed ${wanted} instead of ${worker.build ?? 'a version from elsewhere'}`,
  )

  const address = await addressOf(account, settings)
  if (address === undefined)
    return stop(
      'Deployed, but this account no longer has a workers.dev subdomain, so the receiver cannot be reached.',
    )
  await checkHealth(address)
  await checkDoors(address, {})
})
