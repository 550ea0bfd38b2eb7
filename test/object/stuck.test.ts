/** An order that stays where it is needs attention: nobody can be asked about it. */
import { env } from 'cloudflare:workers'
import { beforeEach, describe, expect, it } from 'vitest'
import { refreshStuck } from '../../src/db/findings.ts'
import { updateDeadlines } from '../../src/operations/deadlines.ts'
import { orderBody, orderId } from '../tools/bodies.ts'
import { expectAgreement } from '../tools/findings.ts'
import { apply } from '../tools/object.ts'
import { ask } from '../tools/operator.ts'
import { rows, settle } from '../tools/read-model.ts'

let number = 9_700
beforeEach(() => {
  number += 1
})

const ago = (hours: number): string => new Date(Date.now() - hours * 3_600_000).toISOString()
const stuck = () =>
  rows("SELECT since, summary FROM attention WHERE kind = 'stuck' AND entity_id = ?", orderId(number))

async function standsIn(status: string, hours: number): Promise<void> {
  await apply(
    'amplia',
    orderBody({
      orderId: orderId(number),
      orderNumber: `800-${number}`,
      status,
      previousStatus: null,
      date: ago(hours),
    }),
  )
  await settle()
}

const moves = async (previousStatus: string, status: string, hours: number): Promise<void> => {
  await apply('amplia', orderBody({ orderId: orderId(number), status, previousStatus, date: ago(hours) }))
  await settle()
}

interface Item {
  readonly kind: string
  readonly entityId: string
  readonly since: string
}

const listed = async (state = ''): Promise<readonly Item[]> => {
  const { items } = await ask<{ readonly items: readonly Item[] }>(
    `/attention?kind=stuck&limit=200${state && `&state=${state}`}`,
  )
  return items.filter(({ entityId }) => entityId === orderId(number))
}

describe('an order', () => {
  it.each([
    ['WaitingValidation', 169, true],
    ['WaitingValidation', 167, false],
    ['InValidation', 49, true],
    ['WaitingConfirmation', 25, true],
    ['InConfirmation', 23, false],
    ['WaitingIssue', 73, true],
    ['Issued', 10_000, false],
    ['Canceled', 10_000, false],
  ])('in %s for %i hours is stuck: %s', async (status, hours, isStuck) => {
    await standsIn(status, hours)
    const found = await stuck()
    expect(found).toHaveLength(isStuck ? 1 : 0)
    if (isStuck) expect(found[0]?.summary).toContain(`Order 800-${number} has been ${status} (`)
  })

  it('is stuck since its deadline, and no longer once it has moved', async () => {
    await standsIn('WaitingIssue', 80)
    const [found] = await stuck()
    expect(Date.now() - Date.parse(String(found?.since))).toBeGreaterThan(7.9 * 3_600_000)
    expect(Date.now() - Date.parse(String(found?.since))).toBeLessThan(8.1 * 3_600_000)
    await moves('WaitingIssue', 'Issued', 0)
    expect(await stuck()).toEqual([])
  })

  it('is found by the clock, and leaves the list with the event that moves it on', async () => {
    await standsIn('WaitingIssue', 71)
    await refreshStuck(env.DB)
    expect(await listed()).toEqual([])
    await env.DB.prepare('UPDATE orders SET status_since = ? WHERE order_id = ?')
      .bind(ago(73), orderId(number))
      .run()
    expect(await refreshStuck(env.DB)).toEqual({ removed: 0, written: 1 })
    expect(await refreshStuck(env.DB)).toBeNull()
    expect(await listed()).toHaveLength(1)
    await expectAgreement()
    await moves('WaitingIssue', 'Issued', 0)
    expect(await listed()).toEqual([])
    await expectAgreement()
  })

  it('that a person has settled stays settled, also by another deadline, until it is stuck elsewhere', async () => {
    await standsIn('InValidation', 200)
    await refreshStuck(env.DB)
    const [item] = await listed()
    if (!item) throw new Error('Nothing to settle')
    const { kind, entityId, since } = item
    await ask('/attention/settle', {
      method: 'POST',
      body: { items: [{ kind, provider: 'amplia', entityId, since }], state: 'ignored' },
    })
    expect(await stuck()).toEqual([])
    await updateDeadlines({
      ...env,
      AMPLIA_STUCK_HOURS: 'InValidation=60,WaitingConfirmation=24',
    } as unknown as Env)
    await refreshStuck(env.DB)
    expect(await stuck()).toEqual([])
    expect(await listed('ignored')).toHaveLength(1)
    await moves('InValidation', 'WaitingConfirmation', 30)
    await refreshStuck(env.DB)
    expect(await stuck()).toHaveLength(1)
    expect(await listed()).toHaveLength(1)
    await updateDeadlines(env)
    await refreshStuck(env.DB)
    await expectAgreement()
  })

  it('without a date in its event is stuck since that came', async () => {
    await apply(
      'amplia',
      orderBody({ orderId: orderId(number), status: 'WaitingIssue', previousStatus: null, date: null }),
    )
    await settle()
    expect(await stuck()).toEqual([])
    await env.DB.prepare('UPDATE orders SET last_received_at = ? WHERE order_id = ?')
      .bind(ago(80), orderId(number))
      .run()
    expect(await stuck()).toHaveLength(1)
  })

  it('has the deadlines of the variable; empty, it has none', async () => {
    await standsIn('WaitingIssue', 80)
    const update = (hours: string) => updateDeadlines({ ...env, AMPLIA_STUCK_HOURS: hours } as unknown as Env)
    expect(await update('WaitingIssue=90, Novo = 5')).toEqual({ changed: 6 })
    expect(await stuck()).toEqual([])
    expect(await update('WaitingIssue=90,Novo=5')).toBeNull()
    await update('')
    expect(await rows('SELECT * FROM deadlines')).toEqual([])
    expect(await update(env.AMPLIA_STUCK_HOURS)).toEqual({ changed: 5 })
    expect(await stuck()).toHaveLength(1)
  })

  it.each(['WaitingIssue', 'WaitingIssue=0', 'WaitingIssue=x', 'WaitingIssue=1,WaitingIssue=2', '=5'])(
    'keeps its deadlines where the variable cannot be read: %s',
    async (hours) => {
      const broken = { ...env, AMPLIA_STUCK_HOURS: hours } as unknown as Env
      await expect(updateDeadlines(broken)).rejects.toThrow('AMPLIA_STUCK_HOURS')
      expect(await rows('SELECT * FROM deadlines')).toHaveLength(5)
    },
  )
})
