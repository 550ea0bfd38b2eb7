/** How one gets in, in which language, and that nobody is sent anywhere else. */
import { describe, expect, it } from 'vitest'
import { localPath } from '../../src/pages/local-path.ts'
import { acceptedLanguage } from '../../src/pages/view.ts'
import { ADMIN_KEY } from '../tools/operator.ts'
import { visit } from '../tools/pages.ts'

describe('signing in', () => {
  const signIn = (key: string, next: string, address: string) =>
    visit('/sign-in', { form: { key, next }, signedIn: false, address })

  it('is offered in the place of any page, and leads back to it', async () => {
    const response = await visit('/orders?q=7&status=Issued', { signedIn: false, language: 'pt' })
    expect(response.status).toBe(401)
    const page = await response.text()
    expect(page).toContain('Entrar')
    expect(page).toContain('value="/orders?q=7&amp;status=Issued"')
  })

  it('opens the pages to a cookie, until one signs out', async () => {
    const response = await signIn(ADMIN_KEY, '/orders?q=7', '198.51.100.1')
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/orders?q=7')
    const [cookie = ''] = (response.headers.get('Set-Cookie') ?? '').split(';')
    expect((await visit('/orders', { cookie })).status).toBe(200)
    const out = await visit('/sign-out', { cookie, form: {} })
    expect(out.status).toBe(303)
    expect(out.headers.get('Set-Cookie')).toMatch(/Max-Age=0/)
  })

  it('refuses a wrong key in plain words', async () => {
    const response = await signIn('no', '/', '198.51.100.2')
    expect(response.status).toBe(401)
    expect(await response.text()).toContain('This key is not valid.')
  })

  it('asks for patience after too many', async () => {
    const answers = []
    for (let attempt = 0; attempt < 11; attempt += 1) {
      answers.push((await signIn(`no-${attempt}`, '/', '198.51.100.3')).status)
    }
    expect(answers.at(-1)).toBe(429)
  })

  it('takes no form larger than one can be', async () => {
    expect((await signIn('x'.repeat(9000), '/', '198.51.100.4')).status).toBe(413)
  })
})

const ELSEWHERE = [
  'https://evil.example/',
  '//evil.example',
  '/\\evil.example',
  '/\t/evil.example',
  '\\\\evil.example',
  '/.//evil.example',
  '/x/..//evil.example',
  'javascript:alert(1)',
  'orders',
  '',
]

describe('where one is sent on to', () => {
  it.each(ELSEWHERE)('is never %j', async (next) => {
    expect(localPath(next)).toBe('/')
    const language = await visit(`/language?${new URLSearchParams({ language: 'pt', next })}`)
    expect(language.headers.get('Location')).toBe('/')
    const door = await visit(`/sign-in?${new URLSearchParams({ next })}`, { signedIn: false })
    expect(await door.text()).toContain('name="next" value="/"')
  })

  it.each(['/', '/orders?q=a%20b&status=3', '/orders/%2F%2Fevil.example'])('can be %s', (path) => {
    expect(localPath(path)).toBe(path)
  })
})

describe('the language', () => {
  it.each([
    ['pt-BR,pt;q=0.9,en;q=0.8', 'pt'],
    ['en-US,en;q=0.9,pt;q=0.8', 'en'],
    ['de,pt;q=0.3,en;q=0.2', 'pt'],
    ['pt;q=0,en', 'en'],
    ['en;q=0.2, PT-pt;q=0.7', 'pt'],
    ['fr', 'en'],
    ['', 'en'],
    [';;,q=,*', 'en'],
  ])('of %j is %s', (header, language) => {
    expect(acceptedLanguage(header)).toBe(language)
  })

  it('that one chooses is kept in a cookie, and one comes back to where one was', async () => {
    const response = await visit('/language?language=pt&next=/orders?q=1')
    expect(response.status).toBe(303)
    expect(response.headers.get('Location')).toBe('/orders?q=1')
    expect(response.headers.get('Set-Cookie')).toMatch(/^catraca_language=pt;.*SameSite=Lax/)
    const door = await visit('/sign-in', { cookie: 'catraca_language=pt', language: 'en' })
    expect(await door.text()).toContain('Entrar')
  })

  it('can be chosen before signing in', async () => {
    const response = await visit('/sign-in?language=pt&next=/orders', { signedIn: false })
    expect(response.headers.get('Set-Cookie')).toContain('catraca_language=pt')
    expect(await response.text()).toContain('value="/orders"')
  })

  it('is none that somebody made up', async () => {
    const response = await visit('/language?language=%3Cb%3E&next=/')
    expect(response.headers.get('Set-Cookie')).toBeNull()
  })
})
