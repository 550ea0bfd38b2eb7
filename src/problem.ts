/** The answer when the receiver did not judge a delivery: RFC 9457, the same few words for the same cause. */

import { type Answer, responseOf } from './answer.ts'
import type { Issue } from './issue.ts'
import * as LIMITS from './limits.ts'
import { PROVIDERS } from './providers/index.ts'

export type Problem =
  | { readonly kind: 'unauthorized' }
  | { readonly kind: 'not_configured' }
  | { readonly kind: 'too_many_failures' }
  | { readonly kind: 'not_found' /** What was not found. */; readonly what?: string }
  | { readonly kind: 'method_not_allowed'; readonly allow: string }
  | { readonly kind: 'body_too_large'; readonly limitBytes: number }
  | { readonly kind: 'body_interrupted' }
  | { readonly kind: 'unsupported_encoding' }
  | { readonly kind: 'invalid_json'; readonly detail: string }
  | { readonly kind: 'invalid_schema'; readonly issues: readonly Issue[] }
  | { readonly kind: 'invalid_request'; readonly issues: readonly Issue[] }
  | { readonly kind: 'unauthorized_operator' }
  | { readonly kind: 'forbidden' }
  | { readonly kind: 'asking_off' }
  | { readonly kind: 'view_only' }
  | { readonly kind: 'unavailable' }
  | { readonly kind: 'internal' }

interface Words {
  readonly status: number
  readonly title: string
  readonly detail: string
  readonly headers?: Readonly<Record<string, string>>
  readonly errors?: readonly Issue[]
}

const RECEIVERS = PROVIDERS.map(({ name }) => `/webhooks/${name}`).join(', ')

/** The answer to send; `quarantineId` names the row that keeps the body. */
export function problemAnswer(problem: Problem, quarantineId?: string): Answer {
  const { status, title, detail, headers, errors } = wordsOf(problem)
  const type = `urn:catraca:problem:${problem.kind.replaceAll('_', '-')}`
  return {
    status,
    headers: { ...headers, 'Content-Type': 'application/problem+json' },
    body: { type, title, status, detail, errors, quarantineId },
  }
}

/** The same for a route that gives responses. */
export const problemResponse = (problem: Problem): Response => responseOf(problemAnswer(problem))

function wordsOf(problem: Problem): Words {
  switch (problem.kind) {
    case 'unauthorized':
      return {
        status: 401,
        title: 'No valid key',
        detail:
          'Send one of the keys configured for this provider in X-Api-Key or Authorization. The URL can end in a key only if that key looks random, for example 32 or more hexadecimal digits.',
        headers: { 'WWW-Authenticate': 'Bearer' },
      }
    case 'too_many_failures':
      return {
        status: 429,
        title: 'Too many wrong keys',
        detail:
          'Too many requests without a valid key came from this address. Requests with a valid key are still accepted.',
        headers: { 'Retry-After': String(LIMITS.lockoutSeconds) },
      }
    case 'not_configured':
      return {
        status: 503,
        title: 'No key configured',
        detail: 'This receiver has no key for this provider yet, so it accepts no delivery.',
        headers: { 'Retry-After': String(LIMITS.retryAfterSeconds) },
      }
    case 'not_found':
      return {
        status: 404,
        title: 'Not found',
        detail: problem.what
          ? `No ${problem.what} has this id.`
          : `Nothing exists at this address. Webhooks are received at ${RECEIVERS}.`,
      }
    case 'method_not_allowed':
      return {
        status: 405,
        title: 'Method not allowed',
        detail: `Use ${problem.allow}.`,
        headers: { Allow: problem.allow },
      }
    case 'body_too_large':
      return {
        status: 413,
        title: 'Body too large',
        detail: `The limit is ${problem.limitBytes} bytes.`,
      }
    case 'body_interrupted':
      return {
        status: 400,
        title: 'Body incomplete',
        detail: 'The body ended early. Send it again.',
      }
    case 'unsupported_encoding':
      return {
        status: 415,
        title: 'Unsupported Content-Encoding',
        detail: 'Send the body as it is, or compressed with gzip.',
        headers: { 'Accept-Encoding': 'gzip, identity' },
      }
    case 'invalid_json':
      return { status: 400, title: 'Not JSON', detail: problem.detail }
    case 'invalid_schema':
      return {
        status: 422,
        title: 'Not in the form that this provider documents',
        detail: 'See errors for what to change. The body was kept and can be replayed.',
        errors: problem.issues,
      }
    case 'invalid_request':
      return {
        status: 422,
        title: 'Request not understood',
        detail: 'See errors for what to change.',
        errors: problem.issues,
      }
    case 'unauthorized_operator':
      return {
        status: 401,
        title: 'No valid key',
        detail: 'Send one of ADMIN_KEYS as Authorization: Bearer.',
        headers: { 'WWW-Authenticate': 'Bearer' },
      }
    case 'forbidden':
      return {
        status: 403,
        title: 'Request from another site',
        detail: 'A browser can change data only from a page of this receiver.',
      }
    case 'asking_off':
      return {
        status: 409,
        title: 'Safe2Pay is not asked',
        detail: 'Set the secret SAFE2PAY_API_KEY first: a key of the API of Safe2Pay.',
      }
    case 'view_only':
      return {
        status: 403,
        title: 'This key may only read',
        detail: 'To change something, use a key with the role `act`: name:act:KEY in ADMIN_KEYS.',
      }
    case 'unavailable':
      return {
        status: 503,
        title: 'Not possible right now',
        detail: 'Nothing was acknowledged or changed. Send it again.',
        headers: { 'Retry-After': String(LIMITS.retryAfterSeconds) },
      }
    case 'internal':
      return { status: 500, title: 'Internal error', detail: 'Nothing was acknowledged. Send it again.' }
  }
}
