/** The sign-in: asks for a key, then leads to the page that was wanted. */
import { closeSession, openSession } from '../access/session.ts'
import { type Refused, writeSignOut } from '../access/trail.ts'
import * as LIMITS from '../limits.ts'
import { formText } from './form.ts'
import { Frame, sendPage } from './layout.tsx'
import { localPath } from './local-path.ts'
import { type PageContext, rememberLanguage, viewOf } from './view.ts'

export type SignInProblem = 'none' | Refused | 'not_configured'

const PATH = '/sign-in'

/** The sign-in, shown instead of any page that needs one. */
export function signInPage(context: PageContext, problem: SignInProblem): Promise<Response> {
  return signInForm(context, problem, wantedPath(context))
}

/** GET /sign-in; with `language` it is also the language switch for people who are not signed in. */
export function showSignIn(context: PageContext): Promise<Response> {
  rememberLanguage(context, context.req.query('language'))
  return signInPage(context, 'none')
}

/** POST /sign-in */
export async function signIn(context: PageContext): Promise<Response> {
  const form = await context.req.parseBody()
  const next = localPath(formText(form, 'next'))
  const opened = await openSession(context, formText(form, 'key'))
  return opened === 'opened' ? context.redirect(next, 303) : signInForm(context, opened, next)
}

/** POST /sign-out */
export async function signOut(context: PageContext): Promise<Response> {
  await closeSession(context)
  writeSignOut(context.var.operator)
  return context.redirect(PATH, 303)
}

/** A form that was posted without a session cannot be posted again, so it leads to the overview. */
function wantedPath(context: PageContext): string {
  const { path } = viewOf(context)
  if (context.req.path === PATH) return localPath(context.req.query('next'))
  return context.req.method === 'GET' ? path : '/'
}

function signInForm(context: PageContext, problem: SignInProblem, next: string): Promise<Response> {
  const view = { ...viewOf(context), path: next }
  const { signIn: text } = view.text
  const page = (
    <Frame view={view} title={text.title} section={null}>
      <form class="door panel" method="post" action={PATH}>
        <h1>{text.title}</h1>
        {problem !== 'none' && (
          <p class="notice bad" role="alert">
            {text[problem]}
          </p>
        )}
        <input type="hidden" name="next" value={next} />
        <label for="key">{text.key}</label>
        <input
          id="key"
          name="key"
          type="password"
          autocomplete="current-password"
          required
          autofocus
          aria-describedby="hint"
        />
        <p id="hint" class="hint">
          {text.hint}
        </p>
        <button type="submit">{text.title}</button>
      </form>
    </Frame>
  )
  if (problem === 'too_many') context.header('Retry-After', String(LIMITS.lockoutSeconds))
  return sendPage(context, page, statusOf(context, problem))
}

function statusOf(context: PageContext, problem: SignInProblem): 200 | 401 | 429 {
  switch (problem) {
    case 'none':
      return context.req.path === PATH ? 200 : 401
    case 'wrong':
    case 'not_configured':
      return 401
    case 'too_many':
      return 429
  }
}
