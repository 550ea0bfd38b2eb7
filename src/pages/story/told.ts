/** The reason of an event's verdict and its notices, in the page's language. Pure. */
import type { StoryEvent } from '../../entity/story.ts'
import { nameIn } from '../../language/en.ts'
import { type Name, sentence } from '../../language/language.ts'
import type { Notice } from '../../lifecycle/notice.ts'
import type { Reason } from '../../lifecycle/reason.ts'
import { providerNamed } from '../../providers/index.ts'
import { described } from '../status.tsx'
import type { View } from '../view.ts'

export interface Told {
  readonly text: string
  /** The language of the text, if it may differ from the page's. */
  readonly lang: 'en' | undefined
}

export const reasonIn = (view: View, provider: string, { reason }: StoryEvent): Told => ({
  text: sentence(view.text.sentences, 'reasons', reason, namesIn(view, provider)),
  lang: reason.kind === 'written' ? 'en' : undefined,
})

/** The notices of an event, without those that its reason already says. */
export const noticesIn = (view: View, provider: string, { reason, notices }: StoryEvent): readonly Told[] =>
  notices
    .filter(({ kind }) => !SAID_BY[reason.kind]?.includes(kind))
    .map((notice) => ({
      text: sentence(view.text.sentences, 'notices', notice, namesIn(view, provider)),
      lang: notice.kind === 'notice' ? 'en' : undefined,
    }))

/** By reason: the notices that would repeat it. */
const SAID_BY: Readonly<Partial<Record<Reason['kind'], readonly Notice['kind'][]>>> = {
  late: ['late_move'],
  read: ['read'],
  unlisted: ['unknown_status'],
  unplaced: ['unknown_status'],
}

/** English sentences name a status as D1 does, so that people can search for the same text in both. */
const namesIn = (view: View, provider: string): Name =>
  view.language === 'en'
    ? nameIn(providerNamed(provider).lifeCycle)
    : (status) => described({ view, provider, status })
