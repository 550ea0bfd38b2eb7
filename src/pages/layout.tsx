/** The frame of every page: landmarks, the menu, the language switch, and nothing that needs an exception in the CSP. */

import * as LIMITS from '../limits.ts'
import { ICON, SCRIPT_URL, STYLE_URL } from './assets.ts'
import type { Child, JSX } from './jsx-runtime.ts'
import type { Language, PageContext, View } from './view.ts'

export type Section =
  | 'overview'
  | 'orders'
  | 'transactions'
  | 'quarantine'
  | 'forwarding'
  | 'search'
  | 'month'
  | 'system'
  | 'attention'
  | 'operations'

interface FrameProps {
  readonly view: View
  readonly title: string
  /** Null if nobody is signed in: then there is no menu. */
  readonly section: Section | null
  /** How many findings wait, if the page knows: the title of its tab shows it. */
  readonly waiting?: number
  readonly children?: Child
}

const SECTIONS: readonly {
  readonly section: Exclude<Section, 'forwarding' | 'search' | 'system' | 'operations'>
  readonly href: string
}[] = [
  { section: 'overview', href: '/' },
  { section: 'attention', href: '/attention' },
  { section: 'orders', href: '/orders' },
  { section: 'transactions', href: '/transactions' },
  { section: 'quarantine', href: '/quarantine' },
  { section: 'month', href: '/month' },
]

/** Sends a page. It is for this moment and this person, so nothing may cache it. */
export async function sendPage(
  context: PageContext,
  page: JSX.Element,
  status: 200 | 400 | 401 | 403 | 404 | 405 | 429 | 503 = 200,
): Promise<Response> {
  context.header('Cache-Control', 'private, no-store')
  return context.html(`<!doctype html>${page}`, status)
}

export function Frame({ view, title, section, waiting = 0, children }: FrameProps) {
  const { text } = view
  return (
    <html lang={text.lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>
          {waiting > 0 && `(${waiting}) `}
          {title} · Catraca
        </title>
        <link rel="icon" href={waiting > 0 ? '/assets/icon-dot.svg' : ICON} />
        <link rel="stylesheet" href={STYLE_URL} />
        <script src={SCRIPT_URL} defer />
      </head>
      <body>
        <a class="skip" href="#content">
          {text.skip}
        </a>
        <header class="bar">
          <a class="brand" href="/">
            <img src={ICON} width="20" height="20" alt="" />
            Catraca
          </a>
          {section && (
            <nav class="menu" aria-label={text.menu}>
              {SECTIONS.map((each) => (
                <a href={each.href} aria-current={each.section === section ? 'page' : undefined}>
                  {each.section === 'month'
                    ? text.month.title
                    : each.section === 'attention'
                      ? text.toLookAt
                      : text[each.section]}
                </a>
              ))}
            </nav>
          )}
          {section && <Find view={view} />}
          <div class="tools">
            <LanguageSwitch view={view} signedIn={section !== null} />
            {section && (
              <form method="post" action="/sign-out">
                <button class="plain" type="submit">
                  {text.signOut}
                </button>
              </form>
            )}
          </div>
        </header>
        <main id="content" tabindex={-1}>
          {children}
        </main>
        {section && (
          <footer class="foot">
            {text.zone.shown[view.zone]}{' '}
            <a
              href={`/zone?${new URLSearchParams({ zone: view.zone === 'utc' ? 'brasilia' : 'utc', next: view.path })}`}
            >
              {text.zone.change[view.zone]}
            </a>{' '}
            <a href="/live">{text.live.title}</a> <a href="/operations">{text.did.title}</a>{' '}
            <a href="/forward">{text.forward.title}</a> <a href="/api/docs.html">API</a>{' '}
            <a href="/api/openapi.json">openapi.json</a>
          </footer>
        )}
      </body>
    </html>
  )
}

/** One search for everything, on every page. */
function Find({ view: { text, path } }: { readonly view: View }) {
  const [, query] = path.split('/search?')
  return (
    <search class="find">
      <form method="get" action="/search">
        <input
          id="q"
          name="q"
          type="search"
          aria-label={text.search.label}
          placeholder={text.search.label}
          value={new URLSearchParams(query).get('q') ?? ''}
          maxlength={LIMITS.idCharacters}
          autocomplete="off"
        />
        <button class="second" type="submit">
          {text.search.title}
        </button>
      </form>
    </search>
  )
}

function LanguageSwitch({ view, signedIn }: { readonly view: View; readonly signedIn: boolean }) {
  const link = (language: Language, name: string) => (
    <a
      href={`${signedIn ? '/language' : '/sign-in'}?${new URLSearchParams({ language, next: view.path })}`}
      lang={language}
      hreflang={language}
      aria-current={view.language === language ? 'true' : undefined}
    >
      {name}
    </a>
  )
  return (
    <nav class="languages" aria-label={view.text.language}>
      {link('pt', 'Português')}
      {link('en', 'English')}
    </nav>
  )
}
