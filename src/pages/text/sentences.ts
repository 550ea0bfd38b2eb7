/** The sentences that say why an event got its verdict, for a language that is not the stored one. */
export interface Sentences {
  /** By verdict, where it can no longer be told how the event met the head. */
  readonly general: Readonly<Record<string, string>>
  first(it: string, missing: string | null): string
  completes(it: string, now: string): string
  overtakes(it: string, from: string, now: string): string
  moved(from: string, it: string): string
  movedOver(from: string, it: string): string
  late(from: string, it: string): string
  rework(from: string, it: string): string
  unlisted(from: string, it: string): string
  amended(it: string): string
  stale(it: string, head: string): string
  staleUnfit(it: string, head: string): string
  regression(it: string, head: string): string
  conflict(it: string, head: string): string
  unknown(it: string, head: string | null): string
  /** What a person should look at: a status that counted until an older event came. */
  noLonger(from: string, it: string): string
}
