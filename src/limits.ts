/** Every bound of the receiver: a number, its unit, and the reason for it. */
export const LIMITS = {
  /** A documented body has 2 KB, one with many splits 20 KB; the Worker holds the body in memory several times. */
  bodyBytes: 256 * 1024,
  /** What is read of a body after that and forgotten, before the connection is cut: Cloudflare's own limit. */
  drainBytes: 100 * 1024 * 1024,
  /** Levels of JSON. Documented bodies have four; `JSON.stringify` recurses and would overflow the stack. */
  jsonDepth: 64,
  /** Stored events of one entity. A life has under twenty; a folding reads all of them. */
  eventsPerEntity: 1000,
  /** Characters of a status name; the longest documented one has 19. */
  statusCharacters: 64,
  /** Characters of an identifier or number of the sender; a GUID has 36. */
  idCharacters: 128,
  /** Problems named in one answer: enough to mend a body, too few to fill a table with. */
  schemaIssues: 20,
  /** Characters of bodies in one story: what crosses from an object to the Worker is held in memory on both sides. */
  storyBytes: 8 * 1024 * 1024,
  /** From the first unprojected event to the batch: a burst of one entity becomes one batch. */
  projectionDelayMs: 200,
  /** The first wait after a failed projection; doubles with each further one. */
  projectionRetryMs: 1_000,
  /** The first wait where D1 says that it has too much to do. */
  projectionOverloadMs: 10_000,
  /** The longest wait between two tries: D1 is complete this soon after it is back. */
  projectionRetryCapMs: 300_000,
  /** What a sender is asked to wait when an event could not be stored. */
  retryAfterSeconds: 30,
  /** What an address with too many wrong keys is asked to wait: the period of the limit in wrangler.toml. */
  lockoutSeconds: 60,
  /** Rows of one page of a list, when nobody asks for fewer. */
  pageRows: 50,
  /** Rows of one page of a list, at the most. */
  pageRowsMax: 200,
  /** Bodies replayed by one request: each is a round trip to an object, and a Worker may make 1,000. */
  replaysPerBatch: 50,
  /** Entities that one request has project again; each is a round trip. */
  reprojectionsPerBatch: 100,
  /** Days that a resolved body stays in quarantine, unless QUARANTINE_DAYS says otherwise. */
  quarantineDays: 30,
  /** Days that an open body stays since it last came, unless QUARANTINE_OPEN_DAYS says otherwise: a quarter to fix the cause. */
  quarantineOpenDays: 90,
  /** Days that an open body stays after the log first said that it will expire: a week to do something. */
  quarantineWarningDays: 7,
  /** Bodies in the quarantine of one provider: more than anybody looks through, and few enough to count at night. */
  quarantineBodies: 10_000,
  /** Their bytes: a thousand bodies of the largest size, some cents a month. */
  quarantineBytes: 256 * 1024 * 1024,
  /** Bodies that one new one may push out, all together by one call: a large one takes the place of many small ones. */
  quarantineEvictions: 100,
  /** Bodies that one call has deleted: an object makes a call for each, and may make 1,000. */
  quarantineDeletions: 500,
  /** Bodies of version 0.1.0 that one statement reads, to see whom they concern: 25 MB at the most. */
  quarantineReadings: 100,
  /** Bodies of version 0.1.0 of one provider that move into objects in one night: two calls each, beside the erasures. */
  quarantineMoves: 20,
  /** Days between two times that a kept body looks whether D1 still has its row, which a restore may have taken. */
  quarantineCheckDays: 7,
  /** Entities that one body is kept for: it stands in a column of D1, and no sender sends more than one. */
  entitiesPerBody: 100,
  /** Bodies within bodies that are opened to see whom one concerns; a sender that wraps its own has one. */
  bodiesWithinBodies: 4,
  /** Days after which an ended order or payment is erased, unless RETENTION_DAYS says otherwise: longer than a dispute. */
  retentionDays: 365,
  /** Calls of one night that delete expired bodies: 10,000 of them, which is all that there can be of one provider. */
  deletionSteps: 20,
  /** Entities that the nightly walk looks at by one statement, each four read rows: some hundredths of a second. */
  erasureStepRows: 10_000,
  /** Entities erased in one step; each is a round trip to an object, and a batch of D1 soon after. */
  erasuresPerStep: 50,
  /** Steps of one night for each provider: with two of them, 800 of the 1,000 round trips that a Worker may make. */
  erasureSteps: 8,
  /** How long a sign-in lasts, in seconds: a working day. */
  sessionSeconds: 12 * 60 * 60,
} as const
