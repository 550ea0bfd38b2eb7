/** The pages for an address without content, and for failures. */

import { HTTPException } from 'hono/http-exception'
import { rootCause } from '../db/faults.ts'
import type { Quarantined } from '../db/quarantine-list.ts'
import { log } from '../log.ts'
import type { Child } from './jsx-runtime.ts'
import { Frame, sendPage } from './layout.tsx'
import { Waiting } from './quarantine/waiting.tsx'
import { type PageContext, type View, viewOf } from './view.ts'

/**
 * 404
 * @param waiting bodies in quarantine for it: it may exist only there
 */
export function missingPage(context: PageContext, waiting: readonly Quarantined[] = []): Promise<Response> {
  const { error } = viewOf(context).text
  return message(context, 404, error.missing, error.missingText, waiting)
}

/** 404 or 405 for an address without a page, shown to anybody, signed in or not. */
export function wrongAddressPage(context: PageContext, isKnown: boolean): Promise<Response> {
  const { error } = viewOf(context).text
  const [title, text] = isKnown ? [error.method, error.methodText] : [error.missing, error.missingText]
  // Without the address: it may be a mistyped webhook URL that ends in a key.
  const view = { ...viewOf(context), path: '/' }
  return sendMessage(context, view, null, isKnown ? 405 : 404, title, text)
}

/** 503: mostly because D1 or an object is unavailable for a moment. */
export async function failedPage(error: Error, context: PageContext): Promise<Response> {
  // A form that is too large or comes from another site: not a failure, and the exception has the answer.
  if (error instanceof HTTPException) return error.getResponse()
  log('error', { event: 'page_failed', error: rootCause(error) })
  return unavailablePage(context)
}

/** 403: the operator may only look. */
export function viewOnlyPage(context: PageContext): Promise<Response> {
  const { error: text } = viewOf(context).text
  return message(context, 403, text.viewOnly, text.viewOnlyText)
}

/** 503, after the log has the reason. */
export function unavailablePage(context: PageContext): Promise<Response> {
  const { error: text } = viewOf(context).text
  return message(context, 503, text.failed, text.failedText)
}

/** 503 without the texts of any language. */
export const textlessPage = (context: PageContext): Promise<Response> =>
  sendPage(
    context,
    <html lang="pt-BR">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>Catraca</title>
      </head>
      <body>
        <p>
          A página não pôde ser montada. Tente de novo em instantes. Nada mudou e nada do que foi recebido se
          perdeu.
        </p>
        <p lang="en">
          This page could not be put together. Try again in a moment. Nothing was changed, and nothing that
          was received is lost.
        </p>
      </body>
    </html>,
    503,
  )

function message(
  context: PageContext,
  status: 403 | 404 | 503,
  title: string,
  text: Child,
  waiting: readonly Quarantined[] = [],
): Promise<Response> {
  return sendMessage(context, viewOf(context), 'overview', status, title, text, waiting)
}

function sendMessage(
  context: PageContext,
  view: View,
  section: 'overview' | null,
  status: 403 | 404 | 405 | 503,
  title: string,
  text: Child,
  waiting: readonly Quarantined[] = [],
): Promise<Response> {
  const page = (
    <Frame view={view} title={title} section={section}>
      <div class="heading">
        <h1>{title}</h1>
      </div>
      <p>{text}</p>
      <Waiting view={view} rows={waiting} />
      <p>
        <a href="/">{view.text.error.home}</a>
      </p>
    </Frame>
  )
  return sendPage(context, page, status)
}
