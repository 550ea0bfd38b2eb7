/** Every bound of the receiver: a number, its unit, and the reason for it. */
export const LIMITS = {
  /** Characters of a key, at the least, outside local use: 16 random hexadecimal digits are 64 bits, shorter can be tried out. */
  keyCharactersLeast: 16,
  /** Keys of one secret: each request compares what it presents with all of them. A rotation needs two for each sender. */
  keysPerSet: 100,
  /** A documented body has 2 KB, one with many splits 20 KB; the Worker holds the body in memory several times. */
  bodyBytes: 256 * 1024,
  /** What is read of a refused body and forgotten, before the connection is cut: anybody may make us read so much. */
  drainBytes: 1024 * 1024,
  /** What is unpacked at once of a body in gzip, which can be a thousand times as much. */
  gunzipStepBytes: 512,
  /** Levels of JSON. Documented bodies have four; `JSON.stringify` recurses and would overflow the stack. */
  jsonDepth: 64,
  /** Stored events of one entity; after that each takes the place of another. A life has under twenty; a folding reads all. */
  eventsPerEntity: 1000,
  /** Of these, the ones that moved the status. The rest keeps places for events that wait for a missing one. */
  movesPerEntity: 900,
  /** A body above this is large. Documented ones have 2 KB; 1,000 of this size are 8 MiB. */
  largeBodyBytes: 8 * 1024,
  /** Large bodies of one entity, together; the oldest ones above are dropped. An object is no archive of a flood. */
  largeBodiesBytes: 8 * 1024 * 1024,
  /** Characters of a text in a column, which a folding reads from every event; the body has all of it. */
  textCharacters: 256,
  /** Characters of a status name; the longest documented one has 19. */
  statusCharacters: 64,
  /** Characters of an identifier or number of the sender; a GUID has 36. */
  idCharacters: 128,
  /** Bytes of a form or of a body of the API; the longest has a reason of some hundred characters. Anybody may post one. */
  formBytes: 8 * 1024,
  /** Characters of a cursor; those that are given out have fewer than 250. */
  cursorCharacters: 512,
  /** Characters of a time in a query; one with nanoseconds and an offset has 35. */
  timeCharacters: 64,
  /** Problems named in one answer: enough to mend a body, too few to fill a table with. */
  schemaIssues: 20,
  /** Characters of bodies in one story: what crosses from an object to the Worker is held in memory on both sides. */
  storyBytes: 8 * 1024 * 1024,
  /** Bytes of transitions in one batch: D1 takes no value above 2 MB, and beside them stands an entity's row. */
  projectionBytes: 256 * 1024,
  /** Transitions in one batch, so that D1, which does one thing at a time, has others wait for some milliseconds only. */
  projectionRows: 500,
  /** From the first unprojected event to the batch: a burst of one entity becomes one batch. */
  projectionDelayMs: 200,
  /** The first wait after a failed projection; doubles with each further one. */
  projectionRetryMs: 1_000,
  /** The first wait where D1 says that it has too much to do. */
  projectionOverloadMs: 10_000,
  /** The longest wait between two tries: D1 is complete this soon after it is back. */
  projectionRetryCapMs: 300_000,
  /** An alarm that has not run so long after it was due is lost: the next event sets another. */
  alarmOverdueMs: 60_000,
  /** What a sender is asked to wait when an event could not be stored. */
  retryAfterSeconds: 30,
  /** What a network with too many wrong keys is asked to wait: the period of the limit in wrangler.toml. */
  lockoutSeconds: 60,
  /** Rows of one page of a list, when nobody asks for fewer. */
  pageRows: 50,
  /** Rows of one page of a list, at the most. */
  pageRowsMax: 200,
  /** Bodies replayed by one request: each is a round trip to an object, and a Worker may make 1,000. */
  replaysPerBatch: 50,
  /** Entities that one request has project again; each is a round trip. */
  reprojectionsPerBatch: 100,
  /** Days that a resolved row of the quarantine stays, unless QUARANTINE_DAYS says otherwise. */
  quarantineDays: 30,
  /** Rows deleted by one statement, so that it stays short. */
  deletionsPerStep: 500,
  /** Statements of one night: 10,000 rows, far more than a day brings. */
  deletionSteps: 20,
  /** Entities that the nightly walk looks at by one statement, each four read rows: some hundredths of a second. */
  erasureStepRows: 10_000,
  /** Entities erased in one step; each is a round trip to an object, and a batch of D1 soon after. */
  erasuresPerStep: 50,
  /** Steps of one night for each provider: with two of them, 800 of the 1,000 round trips that a Worker may make. */
  erasureSteps: 8,
  /** How long a sign-in lasts, in seconds: a working day. */
  sessionSeconds: 12 * 60 * 60,
  /** Sign-ins at one time, a handful of browsers each of a handful of operators; one more ends the oldest. */
  sessions: 50,
} as const
