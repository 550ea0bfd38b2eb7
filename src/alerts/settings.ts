/** Where alerts are sent, read from the variables and secrets. Pure. */

import { type Secret, secretIn } from '../forward/secrets.ts'
import { publicUrlOf } from '../forward/settings.ts'
import { judgeTarget } from '../forward/target.ts'
import { type Host, hostOf } from './hosts.ts'

/** Optional settings, which the generated type lacks because they may not be set. */
export interface Optional {
  readonly ALERT_URL?: string
  readonly ALERT_SECRET?: string
  readonly ALERT_EMAIL?: SendEmail
  readonly ALERT_EMAIL_FROM?: string
  readonly ALERT_EMAIL_TO?: string
  readonly ALERT_LANGUAGE?: string
  readonly HEARTBEAT_URL?: string
  readonly PUBLIC_URL?: string
  readonly LOCAL?: string
}

export interface Settings {
  readonly webhook: { readonly url: URL; readonly host: Host; readonly secret: Secret | null } | null
  readonly email: { readonly binding: SendEmail; readonly from: string; readonly to: string } | null
  readonly heartbeat: URL | null
  readonly language: 'pt' | 'en'
  /** The console's address, for links; null if not configured. */
  readonly publicUrl: string | null
  /** Names of the variables that are set and cannot be used. Never a value. */
  readonly wrong: readonly string[]
}

export function settingsOf(env: Env & Optional): Settings {
  const wrong: string[] = []
  const urlIn = (name: 'ALERT_URL' | 'HEARTBEAT_URL'): URL | null => {
    const text = env[name]?.trim() ?? ''
    if (text === '') return null
    const target = judgeTarget(text, null, env.LOCAL === 'true')
    if (target.kind === 'url') return new URL(target.url)
    wrong.push(name)
    return null
  }
  const url = urlIn('ALERT_URL')
  const host = url && hostOf(url)
  const secret = secretIn(env.ALERT_SECRET?.trim() ?? '')
  const isUnsigned = host === 'other' && !secret
  if (isUnsigned) wrong.push('ALERT_SECRET')
  const { ALERT_EMAIL: binding, ALERT_EMAIL_FROM: from, ALERT_EMAIL_TO: to } = env
  if (binding && !(from && to)) wrong.push('ALERT_EMAIL_FROM', 'ALERT_EMAIL_TO')
  return {
    webhook: url && host && !isUnsigned ? { url, host, secret } : null,
    email: binding && from && to ? { binding, from, to } : null,
    heartbeat: urlIn('HEARTBEAT_URL'),
    language: env.ALERT_LANGUAGE === 'en' ? 'en' : 'pt',
    publicUrl: publicUrlOf(env),
    wrong,
  }
}
