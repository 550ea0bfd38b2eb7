/** A key of ADMIN_KEYS with its owner and what it may do, `ana:act:KEY`. Pure. */

/** `view` reads; `act` also decides, replays, deletes and erases. */
export type Role = 'view' | 'act'

export interface LabelledKey {
  readonly key: string
  /** Null if the key has no label. */
  readonly name: string | null
  readonly role: Role
}

const LABELLED = /^([^:,]{1,64}):(view|act):(\S.*)$/is

/** A key without a label may do everything, as all keys could before there were labels. */
export function labelled(text: string): LabelledKey {
  const [, name, role, key] = LABELLED.exec(text) ?? []
  if (name === undefined || key === undefined) return { key: text, name: null, role: 'act' }
  return { key: key.trim(), name: name.trim() || null, role: role?.toLowerCase() === 'view' ? 'view' : 'act' }
}
