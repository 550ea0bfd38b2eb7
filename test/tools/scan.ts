/** Everything that is stored anywhere, cell by cell, for tests of texts that must not be stored. */
import { runInDurableObject } from 'cloudflare:test'
import { env } from 'cloudflare:workers'
import { reached } from './reached.ts'

/** One stored text and its place, such as `D1 orders.order_id`. */
export interface Cell {
  readonly place: string
  readonly text: string
}

const TABLES = `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf\\_%' ESCAPE '\\'`

/** Every cell of every table of D1. */
export async function cellsOfD1(): Promise<readonly Cell[]> {
  const { results: tables } = await env.DB.prepare(TABLES).all<{ name: string }>()
  const found = await Promise.all(
    tables.map(async ({ name }) => {
      const { results } = await env.DB.prepare(`SELECT * FROM "${name}"`).all()
      return results.flatMap((row) => cellsOf(`D1 ${name}`, row))
    }),
  )
  return found.flat()
}

/** Every cell of every table of every object, and the objects' names. */
export async function cellsOfObjects(): Promise<readonly Cell[]> {
  const objects: DurableObjectNamespace[] = [env.ENTITIES, env.QUARANTINE]
  const stubs = objects.flatMap((all) => reached(all).map((id) => all.get(id)))
  const found = await Promise.all(
    stubs.map((stub) =>
      runInDurableObject(stub, (_, { storage, id: { name } }) => {
        const tables = storage.sql.exec<{ name: string }>(TABLES).toArray()
        const cells = tables.flatMap((table) =>
          storage.sql
            .exec(`SELECT * FROM "${table.name}"`)
            .toArray()
            .flatMap((row) => cellsOf(`object ${table.name}`, row)),
        )
        return [{ place: 'object name', text: String(name) }, ...cells]
      }),
    ),
  )
  return found.flat()
}

/** The places of the cells that contain one of the texts. */
export const placesOf = (cells: readonly Cell[], texts: readonly string[]): readonly string[] =>
  cells.filter((cell) => texts.some((text) => cell.text.includes(text))).map(({ place }) => place)

const cellsOf = (table: string, row: Readonly<Record<string, unknown>>): readonly Cell[] =>
  Object.entries(row).map(([column, value]) => ({ place: `${table}.${column}`, text: String(value) }))
