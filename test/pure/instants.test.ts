/** An instant is UTC text, exactly as precise as the sender's; what is no date becomes none, and never another date. */
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instant } from '../../src/providers/instant.ts'
import { BRASILIA, UTC } from '../../src/providers/zone.ts'

describe('no date', () => {
  it.each([
    ['', 'empty'],
    ['yesterday', 'a word'],
    ['15:27:28', 'a time without a day'],
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
    ['2025-03-18T24:00:01', 'a second after hour 24'],
    ['2025-03-18T24:01', 'a minute after hour 24'],
    ['2025-03-18T24:00:00.5', 'half a second after hour 24'],
    ['2025-03-18T23:59:61', 'second 61'],
    ['2025-03-18T15', 'no minutes'],
    ['2025-03-18T', 'a T and no time'],
    ['2025-03-18Z', 'a day with an offset and no time'],
    ['2025-03-18  15:27:28', 'two spaces'],
    ['2025-03-18T15:27,5', 'a fraction of a minute'],
    ['2025-03-18T15:27:28.12345678901', 'eleven fraction digits'],
    ['20250318T152728', 'the basic form'],
    ['2025-W12-2', 'a week'],
    ['2025-077', 'a day of the year'],
    ['2025-03-18T23:60:00', 'minute 60'],
    ['2025-03-18T15:27:28+3', 'an offset of one digit'],
    ['2025-03-18T15:27:28+03:0', 'an offset of three digits'],
    ['2025-03-18T15:27:28+15:00', 'an offset that no zone has'],
    ['2025-03-18T15:27:28-03:60', 'an offset of 60 minutes'],
    ['2025-03-18T15:27:28-03:00Z', 'two offsets'],
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
    '0001-01-01T00:00:00-03:00',
    '0001-01-01T02:06:32',
    '0001-01-01 00:00:00',
    '0001-01-01',
    ' 0001-01-01T00:00:00 ',
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
    ['2025-03-18T12:27:28 -03:00', '2025-03-18T15:27:28Z'],
    ['2025-03-18T12:27:28−03:00', '2025-03-18T15:27:28Z'],
    ['2025-03-18t15:27:28z', '2025-03-18T15:27:28Z'],
    ['2025-03-18 15:27:28Z', '2025-03-18T15:27:28Z'],
    ['2025-03-18T15:27Z', '2025-03-18T15:27:00Z'],
    ['2025-03-18T15:27:28,358Z', '2025-03-18T15:27:28.358Z'],
    ['2025-03-18T15:27:28.Z', '2025-03-18T15:27:28Z'],
    ['2025-03-18T15:27:28.1234567890Z', '2025-03-18T15:27:28.1234567890Z'],
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00Z'],
    ['2016-12-31T23:59:60.5Z', '2017-01-01T00:00:00.5Z'],
    ['2025-03-18T24:00:00Z', '2025-03-19T00:00:00Z'],
    ['2025-03-18T24:00Z', '2025-03-19T00:00:00Z'],
    ['\n 2025-03-18T15:27:28Z\t', '2025-03-18T15:27:28Z'],
    ['2025-03-19T05:27:28+14:00', '2025-03-18T15:27:28Z'],
  ])('reads %s as %s', (text, utc) => {
    expect(instant(text, BRASILIA)).toEqual({ utc })
  })

  it.each([
    ['2020-02-13T14:57:20.9', '2020-02-13T17:57:20.9Z'],
    ['2025-03-18T21:00:00', '2025-03-19T00:00:00Z'],
    ['2025-03-18', '2025-03-18T03:00:00Z'],
    ['2025-03-18T21:00', '2025-03-19T00:00:00Z'],
    ['2018-12-15T10:00:00', '2018-12-15T12:00:00Z'],
    ['2018-12-15T10:00:00-03:00', '2018-12-15T13:00:00Z'],
    ['2018-11-03T23:59:59', '2018-11-04T02:59:59Z'],
    ['2018-11-04T00:30:00', '2018-11-04T03:30:00Z'],
    ['2018-11-04T01:00:00', '2018-11-04T03:00:00Z'],
    ['2019-02-16T22:59:59', '2019-02-17T00:59:59Z'],
    ['2019-02-16T23:30:00', '2019-02-17T01:30:00Z'],
    ['2019-02-17T00:00:00', '2019-02-17T03:00:00Z'],
    ['2019-12-15T10:00:00', '2019-12-15T13:00:00Z'],
    ['2018-07-15T10:00:00', '2018-07-15T13:00:00Z'],
    ['2018-01-31T23:00:00', '2018-02-01T01:00:00Z'],
    ['1988-12-31T22:30:00', '1989-01-01T00:30:00Z'],
    ['1913-06-01T12:00:00', '1913-06-01T15:00:00Z'],
    ['2024-12-31T23:59:59.999', '2025-01-01T02:59:59.999Z'],
    ['2024-02-28T22:30:00', '2024-02-29T01:30:00Z'],
    ['2024-02-29T22:30:00', '2024-03-01T01:30:00Z'],
    ['2000-02-29T00:00:00', '2000-02-29T03:00:00Z'],
    ['0001-01-02T00:00:01', '0001-01-02T03:00:01Z'],
  ])('reads %s, which has no offset, as Brasília time: %s', (text, utc) => {
    expect(instant(text, BRASILIA)).toEqual({ utc })
  })

  it('reads one without an offset as UTC where the sender writes UTC', () => {
    expect(instant('2025-03-18T15:27:28', UTC)).toEqual({ utc: '2025-03-18T15:27:28Z' })
  })

  it('crosses the year backwards too', () => {
    expect(instant('2025-01-01T00:30:00+02:00', UTC)).toEqual({ utc: '2024-12-31T22:30:00Z' })
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
    expect(instant(`2025-03-18T12:27:28${fraction}-03:00`, UTC)).toEqual({
      utc: `2025-03-18T15:27:28${fraction}Z`,
    })
  })

  it('reads back what any date of ours says', () => {
    const dates = fc.date({ min: new Date('0001-01-03'), max: new Date('9999-12-30'), noInvalidDate: true })
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
      /^\d{4}-[0-3]\d-[0-3]\d[Tt ][0-3]\d:[0-7]\d(:[0-7]\d([.,]\d{0,11})?)?(Z|[+-]\d\d:?\d\d)?$/,
    )
    fc.assert(
      fc.property(fc.oneof(nearly, fc.string()), (text) => {
        const { utc } = instant(text, BRASILIA)
        if (utc !== null) expect(utc).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,10})?Z$/)
      }),
      { numRuns: 1000 },
    )
  })
})
