/** What the code takes from its environment: a test holds this list against the sources. */
import { PROVIDERS } from '../../src/providers/index.ts'

export const NEEDS = {
  /** Bindings of Durable Objects, with their classes. */
  objects: {
    ENTITIES: 'Entity',
    QUARANTINE: 'KeptBody',
    VAULT: 'Vault',
    PACE: 'Pace',
    PROJECTOR: 'Projector',
    ENDPOINT: 'Endpoint',
    PULSE: 'Pulse',
  },
  databases: ['DB'],
  /** The static files, which have the pages' texts. */
  assets: 'ASSETS',
  rateLimits: ['FAILED_CREDENTIALS', 'SIGN_INS'],
  secrets: [...PROVIDERS.map(({ keysVariable }) => keysVariable), 'ADMIN_KEYS'],
  /** A secret that the receiver works without. */
  apiKey: 'SAFE2PAY_API_KEY',
  /** What the receiver works without: where alerts go. */
  wanted: [
    'ALERT_URL',
    'ALERT_SECRET',
    'ALERT_EMAIL',
    'ALERT_EMAIL_FROM',
    'ALERT_EMAIL_TO',
    'ALERT_LANGUAGE',
    'HEARTBEAT_URL',
  ],
  /** Set on a developer's machine alone: where it is deployed, short and published keys open. */
  local: 'LOCAL',
  variables: [
    'QUARANTINE_DAYS',
    'QUARANTINE_OPEN_DAYS',
    'RETENTION_DAYS',
    'AMPLIA_STUCK_HOURS',
    'SAFE2PAY_API_URL',
    'FORWARD_URL',
    'PUBLIC_URL',
    'ACCESS_TEAM_DOMAIN',
    'ACCESS_AUDIENCE',
  ],
  /** What nobody has to have. */
  optional: ['FORWARD', 'FORWARD_SECRETS'],
} as const
