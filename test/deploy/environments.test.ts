import { describe, expect, it } from 'vitest'
import { readConfiguration } from '../../scripts/deploy/settings.ts'

describe('staging', () => {
  const production = readConfiguration('')
  const staging = readConfiguration('staging')

  it('has every variable, secret and binding of production', () => {
    expect(staging.vars).toEqual(production.vars)
    expect(staging.secrets).toEqual(production.secrets)
    expect(staging.durable_objects).toEqual(production.durable_objects)
    expect(staging.exports).toEqual(production.exports)
    expect(staging.triggers).toEqual(production.triggers)
    expect(staging.assets).toEqual(production.assets)
    expect(staging.observability).toEqual(production.observability)
    const limits = ({ ratelimits }: typeof staging) =>
      ratelimits.map(({ name, simple }) => ({ name, simple }))
    expect(limits(staging)).toEqual(limits(production))
    const databases = ({ d1_databases }: typeof staging) =>
      d1_databases.map(({ binding, migrations_dir }) => ({ binding, migrations_dir }))
    expect(databases(staging)).toEqual(databases(production))
  })

  it('shares no name, database or counter with production', () => {
    expect(staging.name).not.toBe(production.name)
    expect(staging.d1_databases[0]?.database_name).not.toBe(production.d1_databases[0]?.database_name)
    const counters = [...production.ratelimits, ...staging.ratelimits].map(({ namespace_id }) => namespace_id)
    expect(new Set(counters).size).toBe(counters.length)
  })
})
