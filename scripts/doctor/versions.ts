/** Judges what is installed against what package.json pins. Pure. */
import { type Finding, mend, ok } from './finding.ts'

/** @param minimum as package.json's `engines` writes it: `>=22.0.0` */
export function judgeNode(version: string, minimum: string): Finding {
  const least = minimum.replace(/^\D+/, '')
  return isAtLeast(version, least)
    ? ok(`Node ${version}`)
    : mend(
        `This is Node ${version}, and wrangler needs ${least} or newer.`,
        'npm ci: it brings Node 24, which npm run and npx then use. On a Mac, install Node 24.',
      )
}

/**
 * @param pins the exact versions of package.json; of a package under another name `npm:<package>@<version>`
 * @param installed the version of each package in node_modules; null if it is missing
 */
export function judgePackages(
  pins: Readonly<Record<string, string>>,
  installed: Readonly<Record<string, string | null>>,
): Finding {
  const wrong = Object.entries(pins).flatMap(([name, specifier]) => {
    const pinned = specifier.replace(/^npm:.*@/, '')
    const found = installed[name] ?? null
    return found === pinned
      ? []
      : [found === null ? `${name} is missing` : `${name} is ${found}, not ${pinned}`]
  })
  return wrong.length === 0
    ? ok(`${Object.keys(pins).length} packages as pinned`)
    : mend(`The packages are not those of package.json: ${wrong.join('; ')}.`, 'npm ci')
}

function isAtLeast(version: string, least: string): boolean {
  const parts = version.split('.').map(Number)
  for (const [place, needed] of least.split('.').map(Number).entries()) {
    const part = parts[place] ?? 0
    if (part !== needed) return part > needed
  }
  return true
}
