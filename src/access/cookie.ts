/** Our own cookies. Their names and values are letters and digits, so nothing in them is ever encoded. */
import type { Context } from 'hono'

/** Undefined if the request has no cookie of that name. */
export const cookieIn = ({ headers }: Request, name: string): string | undefined =>
  headers
    .get('Cookie')
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

/** For the whole site, and not readable by scripts. */
export const giveCookie = (
  context: Context,
  name: string,
  value: string,
  attributes: {
    readonly maxAgeSeconds: number
    readonly sameSite: 'Lax' | 'Strict'
    readonly isSecure: boolean
  },
): void =>
  context.header(
    'Set-Cookie',
    `${name}=${value}; Max-Age=${attributes.maxAgeSeconds}; Path=/; HttpOnly${attributes.isSecure ? '; Secure' : ''}; SameSite=${attributes.sameSite}`,
    { append: true },
  )
