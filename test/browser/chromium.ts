/** A real browser: Debian's Chromium, driven without a download, that complains of what a page should not do. */
import { mkdirSync, mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Where a person finds the screenshots; SCREENSHOTS names another place. */
const folder = process.env.SCREENSHOTS ?? mkdtempSync(join(tmpdir(), 'catraca-screenshots-'))
mkdirSync(folder, { recursive: true })
console.log(`Screenshots are in ${folder}`)

export const launch = (): Promise<Browser> =>
  chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  })

export interface Visitor {
  readonly page: Page
  /** What the browser complained of, such as a breach of the page's own CSP, and whom it asked besides us. */
  readonly complaints: readonly string[]
  /** Takes a picture of the page for a person to look at, and says what axe finds in it. */
  inspect(name: string): Promise<readonly string[]>
  close(): Promise<void>
}

/** A new browser profile, without cookies. Its pages run no script: they must work without. */
export async function visitor(
  browser: Browser,
  url: string,
  options: BrowserContextOptions,
): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, javaScriptEnabled: false, ...options })
  // axe is a script, so it looks at the same address with the same cookies from a profile that runs scripts.
  const auditing = await browser.newContext(options)
  const page = await context.newPage()
  const audited = await auditing.newPage()
  const complaints: string[] = []
  for (const each of [page, audited]) {
    each.on('console', (message) => {
      // A browser notes the status of a page that it was refused; that is what we answered on purpose.
      if (message.type() === 'error' && !/status of 4\d\d/.test(message.text()))
        complaints.push(message.text())
    })
    each.on('request', (request) => {
      const asked = request.url()
      if (!asked.startsWith(url) && !asked.startsWith('data:')) complaints.push(`Asked for ${asked}`)
    })
  }
  return {
    page,
    complaints,
    async inspect(name) {
      await page.screenshot({ path: join(folder, `${name}.png`), fullPage: true })
      await auditing.clearCookies()
      await auditing.addCookies(await context.cookies())
      const size = page.viewportSize()
      if (size) await audited.setViewportSize(size)
      await audited.emulateMedia({ colorScheme: await page.evaluate<'light' | 'dark'>(COLOR_SCHEME) })
      await audited.goto(page.url())
      await audited.evaluate(axe)
      return audited.evaluate<string[]>(AUDIT)
    },
    async close() {
      await context.close()
      await auditing.close()
    },
  }
}

const COLOR_SCHEME = "matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'"

const AUDIT = `
  axe.run(document, { resultTypes: ['violations'] }).then(({ violations }) => [
    ...violations
      .map(({ id, nodes }) => id + ': ' + nodes[0].html),
    ...(document.documentElement.scrollWidth > document.documentElement.clientWidth ? ['wider than the screen'] : []),
  ])`
