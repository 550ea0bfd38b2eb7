/** Whose wrong keys are counted together: one spelling for each network, and one network for whatever is no address. */
import { describe, expect, it } from 'vitest'
import { countedNetwork, loggedNetwork } from '../../src/access/network.ts'

const counted = (address: string): string => countedNetwork(new Headers({ 'CF-Connecting-IP': address }))
const logged = (address: string): string => loggedNetwork(new Headers({ 'CF-Connecting-IP': address }))

const NO_ADDRESS = [
  'hello',
  '1.2.3',
  '1.2.3.4.5',
  '1.2.3.256',
  '01.2.3.4',
  '0x7f.0.0.1',
  '2130706433',
  '1.2.3.4, 5.6.7.8',
  '1.2.3.4:80',
  '1.2.3.-4',
  '１.2.3.4',
  ':',
  ':::',
  '::1::',
  '1:2:3:4:5:6:7',
  '1:2:3:4:5:6:7:8:9',
  '1:2:3:4:5:6:7:8::9',
  '2001:db8::12345',
  '2001:db8::g',
  '2001:db8::1/64',
  '[2001:db8::1]',
  '[2001:db8::1]:443',
  '::ffff:1.2.3.256',
  '::1.2.3',
  '1.2.3.4::',
  '::1%',
  '::1%a]/path',
  '%eth0',
  '1.2.3.4%eth0',
  `::${'0'.repeat(60)}1`,
  ':'.repeat(5000),
]

describe('what is no address', () => {
  it.each(NO_ADDRESS)('is counted as unknown, and so logged: %.30j', (text) => {
    // A header cannot carry every text; what it cannot carry never comes.
    const headers = { get: () => text } as unknown as Headers
    expect(countedNetwork(headers)).toBe('unknown')
    expect(loggedNetwork(headers)).toBe('unknown')
  })

  it('is a missing one too', () => {
    expect(countedNetwork(new Headers())).toBe('unknown')
    expect(counted('')).toBe('unknown')
  })
})

describe('an IPv4 address', () => {
  it.each(['0.0.0.0', '203.0.113.9', '255.255.255.255'])('is counted by itself: %s', (address) => {
    expect(counted(address)).toBe(address)
  })

  it.each([
    '::ffff:203.0.113.9',
    '::FFFF:203.0.113.9',
    '0:0:0:0:0:ffff:203.0.113.9',
    '::ffff:cb00:7109',
    '0000:0000:0000:0000:0000:ffff:cb00:7109',
  ])('is the same written as IPv6: %s', (address) => {
    expect(counted(address)).toBe('203.0.113.9')
    expect(logged(address)).toBe('203.0.113.0/24')
  })

  it('is logged as its /24', () => {
    expect(logged('203.0.113.9')).toBe('203.0.113.0/24')
  })
})

describe('an IPv6 address', () => {
  it.each([
    '2001:db8:0:1::1',
    '2001:DB8:0:1::1',
    '2001:0db8:0000:0001:0000:0000:0000:0001',
    '2001:db8:0:1:ffff:ffff:ffff:ffff',
    '2001:db8::1:0:0:0:1',
    '2001:db8:0:1::',
    '2001:db8:0:1::203.0.113.9',
    '2001:db8:0:1::1%eth0',
    '2001:db8:0:1:a::%25',
  ])('is counted by its /64, whatever its spelling: %s', (address) => {
    expect(counted(address)).toBe('2001:db8:0:1::/64')
  })

  it.each([
    ['2001:db8:0:2::1', '2001:db8:0:2::/64'],
    ['2001:db8::1', '2001:db8:0:0::/64'],
    ['::1', '0:0:0:0::/64'],
    ['::', '0:0:0:0::/64'],
    ['::fffe:203.0.113.9', '0:0:0:0::/64'],
    ['1::ffff:203.0.113.9', '1:0:0:0::/64'],
    ['fe80::1%en0', 'fe80:0:0:0::/64'],
  ])('of another network is counted apart: %s as %s', (address, expected) => {
    expect(counted(address)).toBe(expected)
  })

  it('is logged as its /48, which names no household', () => {
    expect(logged('2001:db8:0:1:2:3:4:5')).toBe('2001:db8:0::/48')
  })
})
