/** The signature of Standard Webhooks 1.0.0, `v1`: HMAC-SHA256 over `id.timestamp.body`, one for each secret. */
import type { Secret } from './secrets.ts'

/** The headers of one attempt. Only these differ between two attempts of one message. */
export async function signed(
  secrets: readonly Secret[],
  id: string,
  body: string,
  nowMs: number,
): Promise<Readonly<Record<string, string>>> {
  const timestamp = String(Math.floor(nowMs / 1000))
  const bytes = new TextEncoder().encode(`${id}.${timestamp}.${body}`)
  const signatures = await Promise.all(secrets.map((secret) => signature(secret, bytes)))
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': signatures.join(' '),
  }
}

async function signature(secret: Secret, bytes: Uint8Array): Promise<string> {
  const key = await crypto.subtle.importKey('raw', secret, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const mac = new Uint8Array(await crypto.subtle.sign('HMAC', key, bytes))
  return `v1,${btoa(String.fromCharCode(...mac))}`
}
