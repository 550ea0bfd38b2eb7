/** Only a 2xx takes a message. Whatever else comes back, nothing is dropped, and it is sent again in good time. */
import { describe, expect, it } from 'vitest'
import { DAY_MS } from '../../src/days.ts'
import { excerptOf, isOfEndpoint, judgeAnswer } from '../../src/forward/answer.ts'
import { CLOSED, failed, permit } from '../../src/forward/breaker.ts'
import { ATTEMPTS, nightMs, retryAfterMs, WAITS_MS, waitMs } from '../../src/forward/schedule.ts'

const NOW = Date.parse('2026-11-26T12:00:00Z')
const judge = (code: number, headers: Readonly<Record<string, string>> = {}, text = '') =>
  judgeAnswer({ code, headers: new Headers(headers), text }, NOW)

describe('an answer', () => {
  it.each([
    100, 300, 301, 302, 303, 304, 307, 308, 400, 401, 403, 404, 408, 409, 422, 425, 429, 500, 502, 503, 504,
    599,
  ])('of %i is a failure that is tried again', (code) => {
    expect(judge(code)).toMatchObject({ kind: 'failed', pauses: false, retryAfterMs: null })
  })

  it.each([200, 201, 202, 204, 206, 299])('of %i takes the message', (code) => {
    expect(judge(code)).toEqual({ kind: 'acknowledged', pauses: false })
  })

  it('of 410 pauses, and the message stays owed', () => {
    expect(judge(410)).toMatchObject({ kind: 'failed', pauses: true })
  })

  it('that asks for it pauses, whatever its status', () => {
    const wish = { 'webhook-delivery': ' Disable ' }
    expect(judge(500, wish)).toMatchObject({ kind: 'failed', pauses: true })
    expect(judge(200, wish)).toEqual({ kind: 'acknowledged', pauses: true })
  })

  it('that refuses the message ends it, unless it is a 2xx', () => {
    const wish = { 'webhook-delivery': 'abort-message' }
    expect(judge(422, wish)).toEqual({ kind: 'refused', failure: { kind: 'status', code: 422 } })
    expect(judge(200, wish)).toEqual({ kind: 'acknowledged', pauses: false })
  })

  it('that points elsewhere is a failure that names the other host, and not its path', () => {
    const failure = (location: string) => judge(302, { location })
    expect(failure('https://other.example/secret?key=1')).toMatchObject({
      failure: { kind: 'redirect', code: 302, host: 'other.example' },
    })
    expect(failure('/login')).toMatchObject({ failure: { kind: 'redirect', code: 302, host: null } })
  })

  it('of error 1042 is known as what it is', () => {
    expect(judge(404, {}, 'error code: 1042')).toMatchObject({ failure: { kind: 'same_account', code: 404 } })
    expect(judge(404, {}, 'order 1042 not found')).toMatchObject({ failure: { kind: 'status', code: 404 } })
  })

  it('is kept for people without secrets, personal numbers and control characters, and not whole', () => {
    const text = `<p>\u0000CPF 529.982.247-25 whsec_${btoa('x'.repeat(32))}\n v1,${btoa('y'.repeat(32))}</p>`
    expect(excerptOf(text)).toBe('<p> CPF ***.982.247-** whsec_*** v1,***</p>')
    expect(excerptOf('é'.repeat(10_000))).toHaveLength(200)
    expect(excerptOf(`${'x'.repeat(199)}🎉`)).toBe('x'.repeat(199))
  })
})

describe('Retry-After', () => {
  it.each([
    null,
    '',
    '-5',
    '0',
    '1.5',
    'soon',
    '1e9',
    '0x10',
    'Thu',
    '2026-11-27',
    'Thu, 26 Nov 2026 11:00:00 GMT',
  ])('that says %s asks for nothing', (header) => {
    expect(retryAfterMs(header, NOW)).toBeNull()
  })

  it.each([
    ['120', 120_000],
    [' 7 ', 7_000],
    ['Thu, 26 Nov 2026 12:10:00 GMT', 600_000],
    ['315360000', DAY_MS],
    ['999999999999999', DAY_MS],
    ['Sun, 26 Nov 2036 12:00:00 GMT', DAY_MS],
  ])('that says %s is kept to, and for a day at the most', (header, ms) => {
    expect(retryAfterMs(header, NOW)).toBe(ms)
  })
})

describe('the schedule', () => {
  it('makes ten attempts in 75 hours and 35 minutes', () => {
    expect(ATTEMPTS).toBe(10)
    expect(WAITS_MS.reduce((sum, ms) => sum + ms, 0)).toBe((75 * 60 + 35) * 60_000 + 5_000)
    expect(waitMs(10, null, 0.5)).toBeNull()
  })

  it('spreads what failed together: the first wait by a fifth, each later one over half of it', () => {
    expect([waitMs(1, null, 0), waitMs(1, null, 1)]).toEqual([4_000, 6_000])
    for (let failures = 2; failures < ATTEMPTS; failures += 1) {
      const wait = WAITS_MS[failures - 1] ?? 0
      expect([waitMs(failures, null, 0), waitMs(failures, null, 1)]).toEqual([wait / 2, wait])
    }
    expect([nightMs(0), nightMs(1)]).toEqual([21.6 * 3_600_000, 26.4 * 3_600_000])
  })

  it('waits as long as it is asked to, and no less than it would', () => {
    expect(waitMs(1, 60_000, 0.5)).toBe(60_000)
    expect(waitMs(2, 1_000, 1)).toBe(300_000)
  })
})

describe('the breaker', () => {
  const lasting = (entities: string, from = CLOSED, nowMs = NOW) =>
    [...entities].reduce((breaker, entity) => failed(breaker, entity, nowMs), from)

  it.each(['aaaa', 'aaaaaaaaaaaaaaaa', 'abababababab', 'abcc'])(
    'stays closed after failures of %s',
    (entities) => {
      expect(lasting(entities).open).toBeNull()
      expect(permit(lasting(entities), NOW).isFree).toBe(true)
    },
  )

  it('opens after five failures of three entities, and nobody sends for half a minute', () => {
    const breaker = lasting('aaabc')
    expect(breaker.open).toMatchObject({ sinceMs: NOW, probeAtMs: NOW + 30_000 })
    expect(permit(breaker, NOW + 29_999).isFree).toBe(false)
  })

  it('then lets one through, and no second one beside it', () => {
    const probe = permit(lasting('aaabc'), NOW + 30_000)
    expect(probe.isFree).toBe(true)
    expect(permit(probe.breaker, NOW + 30_001).isFree).toBe(false)
  })

  it('waits twice as long after each probe that fails, and five minutes at the most', () => {
    let breaker = lasting('aaabc')
    let nowMs = NOW
    const waits = Array.from({ length: 6 }, () => {
      const waitMs = (breaker.open?.probeAtMs ?? 0) - nowMs
      nowMs += waitMs
      breaker = failed(permit(breaker, nowMs).breaker, 'a', nowMs)
      return waitMs
    })
    expect(waits).toEqual([30_000, 60_000, 120_000, 240_000, 300_000, 300_000])
  })

  it('is not put off by attempts that were under way when it opened', () => {
    expect(lasting('defg', lasting('aaabc'), NOW + 15_000).open?.probeAtMs).toBe(NOW + 30_000)
  })

  it('lets another one through where a probe never came back', () => {
    const { breaker } = permit(lasting('aaabc'), NOW + 30_000)
    expect(permit(breaker, NOW + 50_000).isFree).toBe(true)
  })

  it.each([400, 401, 403, 404, 410, 413, 422])(
    'does not count a %i, which one message can be the cause of',
    (code) => {
      expect(isOfEndpoint({ kind: 'status', code })).toBe(false)
    },
  )

  it.each([408, 425, 429, 500, 503, 599, 100])('counts a %i', (code) => {
    expect(isOfEndpoint({ kind: 'status', code })).toBe(true)
  })

  it('counts what never answered, and what points elsewhere', () => {
    expect(isOfEndpoint({ kind: 'timeout' })).toBe(true)
    expect(isOfEndpoint({ kind: 'unreachable', error: '' })).toBe(true)
    expect(isOfEndpoint({ kind: 'redirect', code: 302, host: null })).toBe(true)
    expect(isOfEndpoint({ kind: 'same_account', code: 404 })).toBe(true)
  })
})
