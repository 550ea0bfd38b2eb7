/** Checks an answer that does not judge a delivery. */
import { expect } from 'vitest'

export interface Problem {
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly errors?: readonly { readonly path: string; readonly message: string }[]
  readonly quarantineId?: string
}

/** Reads a problem of RFC 9457 and checks its members against the answer that carries it. */
export async function problemIn(response: Response, status: number): Promise<Problem> {
  const text = await response.text()
  expect(response.status, text).toBe(status)
  expect(response.headers.get('Content-Type')).toBe('application/problem+json')
  const problem: Problem = JSON.parse(text)
  expect(problem).toMatchObject({
    type: expect.stringMatching(/^[a-z]+:\S+$/),
    title: expect.stringMatching(/\S/),
    status,
    detail: expect.stringMatching(/\S/),
  })
  expect(text).not.toMatch(/\bat \S+ \(|\.ts:\d+|node_modules/)
  return problem
}
