/** An instant is UTC text, exactly as precise as the sender's; what is no date becomes none, and never another date. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../src/providers/instant.ts'

const BRASILIA = '-03:00'

describe('no date', () => {
  it.each([
    ['', 'empty'],
    ['yesterday', 'a word'],
    ['2025-03-18', 'a day without a time'],
    ['15:27:28', 'a time without a day'],
    ['2025-03-18T15:27', 'no seconds'],
    ['2025-03-18 15:27:28', 'a space for the T'],
    ['2025-03-18t15:27:28z', 'lower case'],
    [' 2025-03-18T15:27:28', 'a space before it'],
    ['2025-03-18T15:27:28Z ', 'a space after it'],
    ['2025-03-18T15:27:28\n', 'a line break after it'],
    ['18/03/2025 15:27:28', 'Brazilian notation'],
    ['/Date(1742311648358)/', 'old .NET notation'],
    ['1742311648358', 'milliseconds'],
    ['25-03-18T15:27:28', 'a year of two digits'],
    ['12025-03-18T15:27:28', 'a year of five digits'],
    ['+012025-03-18T15:27:28', 'a signed year'],
    ['2025-3-18T15:27:28', 'a month of one digit'],
    ['2025-00-18T15:27:28', 'month 0'],
    ['2025-13-18T15:27:28', 'month 13'],
    ['2025-03-00T15:27:28', 'day 0'],
    ['2025-03-32T15:27:28', 'March 32'],
    ['2025-04-31T15:27:28', 'April 31'],
    ['2025-02-29T15:27:28', 'February 29 of a common year'],
    ['1900-02-29T15:27:28', 'February 29 of a common century'],
    ['2024-02-30T15:27:28', 'February 30'],
    ['2024-02-31T15:27:28', 'February 31'],
    ['2020-03-31T25:37:53.33', 'hour 25, as documented'],
    ['2025-03-18T24:00:00', 'hour 24'],
    ['2025-03-18T23:60:00', 'minute 60'],
    ['2025-03-18T23:59:60', 'second 60'],
    ['2025-03-18T15:27:28.', 'a point without digits'],
    ['2025-03-18T15:27:28,358', 'a decimal comma'],
    ['2025-03-18T15:27:28.1234567890', 'ten fraction digits'],
    ['2025-03-18T15:27:28+3', 'an offset of one digit'],
    ['2025-03-18T15:27:28+03:0', 'an offset of three digits'],
    ['2025-03-18T15:27:28+15:00', 'an offset that no zone has'],
    ['2025-03-18T15:27:28-03:60', 'an offset of 60 minutes'],
    ['2025-03-18T15:27:28-03:00Z', 'two offsets'],
    ['2025-03-18T15:27:28 -03:00', 'a space before the offset'],
    ['９９９９-03-18T15:27:28', 'digits of another script'],
    ['~0001-01-01T00:00:00', 'something before the empty date'],
    ['0001-01-01T00:00:00~', 'something after the empty date'],
    ['9999-12-31T23:59:59', 'beyond the year 9999 in UTC'],
    ['0000-01-01T00:00:00+03:00', 'before the year 0 in UTC'],
  ])('takes %j for none: %s', (text) => {
    expect(instant(text, BRASILIA)).toEqual({ utc: null, why: 'invalid' })
  })

  it.each([
    '0001-01-01T00:00:00',
    '0001-01-01T00:00:00.0000000',
    '0001-01-01T00:00:00Z',
    '0001-01-01T00:00:00+00:00',
    '0001-01-01T00:00:00-0000',
  ])('takes %s for a date that the sender left empty, which is no mistake', (text) => {
    expect(instant(text, BRASILIA)).toEqual({ utc: null, why: 'none' })
  })
})

describe('a date', () => {
  it.each([
    ['2025-03-18T15:27:28.358558+00:00', '2025-03-18T15:27:28.358558Z'],
    ['2025-03-18T15:27:28.358558Z', '2025-03-18T15:27:28.358558Z'],
    ['2025-03-18T12:27:28-03:00', '2025-03-18T15:27:28Z'],
    ['2025-03-18T12:27:28-0300', '2025-03-18T15:27:28Z'],
    ['2025-03-18T12:27:28-03', '2025-03-18T15:27:28Z'],
    ['2025-03-18T20:57:28+05:30', '2025-03-18T15:27:28Z'],
    ['2025-03-18T20:57:28+0530', '2025-03-18T15:27:28Z'],
    ['2025-03-18T15:27:28-00:00', '2025-03-18T15:27:28Z'],
    ['2025-03-19T05:27:28+14:00', '2025-03-18T15:27:28Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(instant(text, BRASILIA)).toEqual({ utc })
  })

  it.each([
    ['2020-02-13T14:57:20.9', '2020-02-13T17:57:20.9Z'],
    ['2025-03-18T21:00:00', '2025-03-19T00:00:00Z'],
    ['2024-12-31T23:59:59.999', '2025-01-01T02:59:59.999Z'],
    ['2024-02-28T22:30:00', '2024-02-29T01:30:00Z'],
    ['2024-02-29T22:30:00', '2024-03-01T01:30:00Z'],
    ['2000-02-29T00:00:00', '2000-02-29T03:00:00Z'],
    ['0001-01-01T00:00:01', '0001-01-01T03:00:01Z'],
  ])('reads %s, which has no offset, as Brasília time: %s', (text, utc) => {
    expect(instant(text, BRASILIA)).toEqual({ utc })
  })

  it('reads one without an offset as UTC where the sender writes UTC', () => {
    expect(instant('2025-03-18T15:27:28', 'Z')).toEqual({ utc: '2025-03-18T15:27:28Z' })
  })

  it('crosses the year backwards too', () => {
    expect(instant('2025-01-01T00:30:00+02:00', 'Z')).toEqual({ utc: '2024-12-31T22:30:00Z' })
  })

  it.each([
    '',
    '.3',
    '.35',
    '.358',
    '.3580',
    '.35855',
    '.358558',
    '.3585580',
    '.35855812',
    '.123456789',
    '.000000000',
  ])('keeps the fraction %j to the last digit', (fraction) => {
    expect(instant(`2025-03-18T12:27:28${fraction}-03:00`, 'Z')).toEqual({
      utc: `2025-03-18T15:27:28${fraction}Z`,
    })
  })

  it('reads back what any date of ours says', () => {
    const dates = fc.date({ min: new Date('0001-01-02'), max: new Date('9999-12-30'), noInvalidDate: true })
    fc.assert(
      fc.property(dates, fc.integer({ min: -14 * 60, max: 14 * 60 }), (date, minutes) => {
        const local = new Date(date.getTime() + minutes * 60_000).toISOString().slice(0, -1)
        const clock = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60]
        const offset = clock.map((part) => String(part).padStart(2, '0')).join(':')
        const read = instant(`${local}${minutes < 0 ? '-' : '+'}${offset}`, BRASILIA)
        expect(read).toEqual({ utc: date.toISOString() })
      }),
    )
  })

  it('never gives anything but UTC text or none, whatever it is given', () => {
    const nearly = fc.stringMatching(
      /^\d{4}-[0-3]\d-[0-3]\dT[0-3]\d:[0-7]\d:[0-7]\d(\.\d{1,10})?(Z|[+-]\d\d:?\d\d)?$/,
    )
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        const { utc } = instant(text, BRASILIA)
        if (utc !== null) expect(utc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/)
      }),
      { numRuns: 1000 },
    )
  })
})
