/**
 * The texts of a language, read from the Worker's static files when a page first needs them. Deliveries and the API do not
 * need them, so they work without these files.
 */
import versions from '../assets.json' with { type: 'json' }
import type { Language } from '../view.ts'
import { type Text, textOf, type Words } from './text.ts'

/** Cached for the life of the isolate. Promises are not cached, because a promise belongs to the request that made it. */
const known = new Map<Language, Text>()

export async function textIn({ ASSETS }: Env, language: Language): Promise<Text> {
  const before = known.get(language)
  if (before) return before
  const file = `text.${language}.json` as const
  const answer = await ASSETS.fetch(`https://assets/assets/${file}`)
  const bytes = await answer.arrayBuffer()
  // During a deploy the files may be of another version, with other keys than this code needs.
  if ((await versionOf(bytes)) !== versions[file])
    throw new Error(`${file} is not of this version: HTTP ${answer.status}`)
  const text = textOf(JSON.parse(new TextDecoder().decode(bytes)) as Words)
  known.set(language, text)
  return text
}

/** The same digest as in scripts/assets.ts. */
async function versionOf(bytes: ArrayBuffer): Promise<string> {
  const hash = new DataView(await crypto.subtle.digest('SHA-256', bytes))
  return hash.getUint32(0).toString(16).padStart(8, '0')
}
