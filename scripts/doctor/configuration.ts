/** Judges wrangler.toml, as wrangler reads it for one environment, against what the code needs. Pure. */
import type { Unstable_Config } from 'wrangler'
import { type Finding, mend, note, ok } from './finding.ts'
import { NEEDS } from './needs.ts'

export type Configuration = Pick<
  Unstable_Config,
  | 'assets'
  | 'durable_objects'
  | 'exports'
  | 'd1_databases'
  | 'ratelimits'
  | 'secrets'
  | 'vars'
  | 'triggers'
  | 'observability'
>

/** @param environment the environment's name; undefined for the top of the file */
export function judgeConfiguration(
  config: Configuration,
  environment: string | undefined,
): readonly Finding[] {
  const section = environment ? `env.${environment}.` : ''
  const findings = [
    ...lacking(config, section).map(({ what, table }) =>
      mend(
        `wrangler.toml lacks ${what}.`,
        `Add it to ${table}, as the repository's own wrangler.toml has it.`,
      ),
    ),
    ...judgeObservability(config.observability, section),
    ...(NEEDS.local in config.vars ? [local('wrangler.toml', `Take it out of [${section}vars].`)] : []),
  ]
  return findings.some(({ level }) => level === 'mend')
    ? findings
    : [ok('wrangler.toml has what the code needs, and logs no URL'), ...findings]
}

/** The variable of a developer's machine is set where the receiver is deployed, or would be. */
export const local = (where: string, todo: string): Finding =>
  mend(`${where} sets ${NEEDS.local}: it makes short and published keys valid where it is deployed.`, todo)

interface Lacking {
  readonly what: string
  /** Where it belongs. */
  readonly table: string
}

function lacking(config: Configuration, section: string): readonly Lacking[] {
  const { assets, durable_objects, exports, d1_databases, ratelimits, secrets, vars, triggers } = config
  const missing: Lacking[] = []
  for (const [name, className] of Object.entries(NEEDS.objects)) {
    const binding = durable_objects.bindings.find((each) => each.name === name)
    if (binding?.class_name !== className) {
      missing.push({ what: `the binding ${name}`, table: `[[${section}durable_objects.bindings]]` })
    }
    const declared = exports?.[className]
    if (declared?.type !== 'durable-object' || !('storage' in declared) || declared.storage !== 'sqlite') {
      missing.push({
        what: `the class ${className} with storage "sqlite"`,
        table: `[${section}exports.${className}]`,
      })
    }
  }
  for (const name of NEEDS.databases) {
    if (!d1_databases.some((each) => each.binding === name && each.migrations_dir)) {
      missing.push({
        what: `the database ${name} with its migrations_dir`,
        table: `[[${section}d1_databases]]`,
      })
    }
  }
  if (assets?.binding !== NEEDS.assets)
    missing.push({ what: `the binding ${NEEDS.assets}`, table: `[${section}assets]` })
  for (const name of NEEDS.rateLimits) {
    if (!ratelimits.some((each) => each.name === name)) {
      missing.push({ what: `the limit ${name}`, table: `[[${section}ratelimits]]` })
    }
  }
  for (const name of NEEDS.secrets) {
    if (!secrets?.required?.includes(name))
      missing.push({ what: `required = "${name}"`, table: `[${section}secrets]` })
  }
  for (const name of NEEDS.variables) {
    if (!(name in vars)) missing.push({ what: `the variable ${name}`, table: `[${section}vars]` })
  }
  if (!triggers.crons?.length) missing.push({ what: 'the nightly cron', table: `[${section}triggers]` })
  return missing
}

function judgeObservability(
  observability: Configuration['observability'],
  section: string,
): readonly Finding[] {
  const { enabled = false, logs, traces } = observability ?? {}
  const findings: Finding[] = []
  if (!(logs?.enabled ?? enabled)) {
    findings.push(
      note(
        'Logs are off, so failures cannot be seen.',
        `Set enabled = true in [${section}observability.logs].`,
      ),
    )
  } else if (logs?.invocation_logs !== false) {
    findings.push(
      mend(
        'Invocation logs are on. They contain the URL of each request, and so the keys in URLs.',
        `Set invocation_logs = false in [${section}observability.logs].`,
      ),
    )
  }
  if (traces?.enabled ?? enabled) {
    findings.push(
      mend(
        'Traces are on. They contain the URL of each request, and so the keys in URLs.',
        `Set enabled = false in [${section}observability.traces].`,
      ),
    )
  }
  if ((logs?.enabled ?? enabled) && observability?.redact_query_string !== true) {
    findings.push(
      mend(
        'Query strings are logged. They contain the numbers that operators search for.',
        `Set redact_query_string = true in [${section}observability].`,
      ),
    )
  }
  return findings
}
