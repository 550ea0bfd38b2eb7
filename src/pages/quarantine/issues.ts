/** What was wrong with a body when it arrived. We wrote it ourselves, as a JSON array. */
import type { Quarantined } from '../../db/quarantine-list.ts'
import type { Issue } from '../../issue.ts'

export const issuesOf = ({ issues }: Pick<Quarantined, 'issues'>): readonly Issue[] =>
  JSON.parse(issues) as readonly Issue[]
