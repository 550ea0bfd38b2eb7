/**
 * Every bound of the receiver: a number, its unit, and the reason for it. Imported as `LIMITS`. Each is a constant of its
 * own, so that the bundler puts the number where it is used.
 */

/** Minimum characters of a key outside local use: 16 random hexadecimal digits are 64 bits; shorter keys can be guessed. */
export const keyCharactersLeast = 16
/** Keys of one secret: each request compares what it presents with all of them. A rotation needs two for each sender. */
export const keysPerSet = 100
/** Keys that one request may present, in all places together: each is compared with all keys of a set. A sender has one. */
export const presentedKeys = 16
/** A documented body has 2 KB, one with many splits 20 KB; the Worker holds the body in memory several times. */
export const bodyBytes = 256 * 1024
/** Bytes of a refused body that are read and discarded before the connection is cut: anybody can make us read this much. */
export const drainBytes = 1024 * 1024
/** Bytes of a gzip body that are unpacked at once; they can become a thousand times as many. */
export const gunzipStepBytes = 512
/** Levels of JSON. Documented bodies have four; `JSON.stringify` recurses and would overflow the stack. */
export const jsonDepth = 64
/** Levels of JSON encoded as a text inside JSON: a queue between sender and receiver adds two. */
export const jsonTexts = 2
/** Events in one body: each is some round trips to objects, and a Worker may make 1,000. */
export const eventsPerBody = 100
/** Names in a ping; the known ones have one or two. */
export const pingNames = 8
/** Characters of a ping that is a form; WooCommerce's has under 30. */
export const pingCharacters = 1024
/** Stored events of one entity; after that each new one replaces another. A life has under twenty; a fold reads all. */
export const eventsPerEntity = 1000
/** Of these, the ones that moved the status. The rest is reserved for events that wait for a missing one. */
export const movesPerEntity = 900
/** A body above this is large. Documented ones have 2 KB; 1,000 of this size are 8 MiB. */
export const largeBodyBytes = 8 * 1024
/**
 * Bytes of the large bodies of one entity, together; beyond that the oldest are dropped. An object is not an archive of a
 * flood.
 */
export const largeBodiesBytes = 8 * 1024 * 1024
/** Characters of a text in a column, which a fold reads from every event; the body has the full text. */
export const textCharacters = 256
/** Characters of a status name; the longest documented one has 19. */
export const statusCharacters = 64
/** Characters of an identifier or number of the sender; a GUID has 36. */
export const idCharacters = 128
/** Bytes of a form or of a body of the API; the longest has a reason of some hundred characters. Anybody may post one. */
export const formBytes = 8 * 1024
/** Characters of a cursor; ours have fewer than 250. */
export const cursorCharacters = 512
/** Characters of a time in a query; one with nanoseconds and an offset has 35. */
export const timeCharacters = 64
/** Issues named in one answer: enough to fix a body, too few to fill a table with. */
export const schemaIssues = 20
/** Characters of bodies in one story: what crosses from an object to the Worker is held in memory on both sides. */
export const storyBytes = 8 * 1024 * 1024
/** Bytes of one entity's transitions in one batch: D1 accepts no value above 2 MB. */
export const projectionBytes = 256 * 1024
/** Transitions in one batch: D1 runs one query at a time, and this keeps others waiting for only some milliseconds. */
export const projectionRows = 500
/** Entities in one batch: with more, one that D1 refuses causes more of them to be sent again. */
export const batchEntities = 100
/** Bytes of all rows in one batch. Two entities of the largest size go one after the other. */
export const batchBytes = 1024 * 1024
/** From the start of one batch of a projector to the start of the next, unless that is full: a burst becomes few batches. */
export const batchIntervalMs = 50
/** The longest wait for D1's answer to a batch; D1 itself gives a query 30 seconds. */
export const batchTimeoutMs = 40_000
/** Refusals after which a batch is no longer halved: if more entities are refused, the fault is not theirs. */
export const batchRefusals = 8
/** Bytes that wait at one projector, whose memory is 128 MB; beyond that a call is refused and made again later. */
export const projectorBytes = 32 * 1024 * 1024
/** Projectors at most: D1 runs one query at a time, however many ask. */
export const projectors = 16
/** From the first unprojected event to the batch: a burst of one entity becomes one batch. */
export const projectionDelayMs = 200
/** The first wait after a failed projection; doubles with each further one. */
export const projectionRetryMs = 1_000
/** The first wait after D1 says that it is overloaded. */
export const projectionOverloadMs = 10_000
/** The longest wait between two tries: D1 is complete this soon after it is back. Each try writes one row, the alarm. */
export const projectionRetryCapMs = 3_600_000
/** How long the objects spread their retries after midnight UTC, when D1's daily rows are available again. */
export const quotaSpreadMs = 1_800_000
/** An alarm that has not run this long after it was due is lost: the next event sets another. */
export const alarmOverdueMs = 60_000
/** How long a sender is asked to wait when an event could not be stored. */
export const retryAfterSeconds = 30
/** How long a network with too many wrong keys is asked to wait: the period of the limit in wrangler.toml. */
export const lockoutSeconds = 60
/** Rows of one page of a list by default. */
export const pageRows = 50
/** Rows of one page of a list, at most. */
export const pageRowsMax = 200
/** Rows of one step of a file download: under a megabyte in memory. */
export const fileStepRows = 1000
/** Steps of one file, each at most 16 of the 1,000 statements that one answer may ask of D1: 60,000 rows. */
export const fileSteps = 60
/** Items on one page of what needs attention: together with their orders and payments, some 300 rows of D1. */
export const attentionRows = 50
/** Items in one decision: as many as a page shows. */
export const decisionsPerRequest = 50
/** Settled items that one request reopens: three statements each, and the free plan allows 50 in a request. */
export const reopeningsPerRequest = 15
/** Characters of the note on a decision: a sentence. */
export const noteCharacters = 200
/**
 * Up to this many events of an entity, each projection checks whether it needs attention; after that, only every this many
 * events.
 */
export const lookedEvents = 100
/** Characters of an entry's details, or of its operator's name, in the list of operations. */
export const detailCharacters = 300
/** Entities whose findings one statement updates: D1 takes 100 parameters per statement. */
export const lookedTogether = 20
/** Orders of one payment that its projection looks at: most references belong to one order. */
export const ordersPerPayment = 20
/** Open bodies in quarantine that a page counts; beyond that it says "more". */
export const quarantineCounted = 50
/** Gaps of the last hour that a page leaves out of its counts. */
export const gapsCounted = 50
/** Bodies replayed by one request: each is a round trip to an object, and a Worker may make 1,000. */
export const replaysPerBatch = 50
/** Entities that one request projects again; each is a round trip. */
export const reprojectionsPerBatch = 100
/** Days that a resolved body stays in quarantine, unless QUARANTINE_DAYS says otherwise. */
export const quarantineDays = 30
/**
 * Days that an open body stays after it last arrived, unless QUARANTINE_OPEN_DAYS says otherwise: a quarter to fix the
 * cause.
 */
export const quarantineOpenDays = 90
/** Days that an open body stays after the log first said that it will expire: a week to do something. */
export const quarantineWarningDays = 7
/** Bodies in the quarantine of one provider: more than anybody would look through, and few enough to count at night. */
export const quarantineBodies = 10_000
/** Their bytes: a thousand bodies of the largest size, some cents a month. */
export const quarantineBytes = 256 * 1024 * 1024
/** Bodies that one new body may push out, all by one call: a large one takes the space of many small ones. */
export const quarantineEvictions = 100
/** Bodies that one call deletes: an object makes a call for each, and may make 1,000. */
export const quarantineDeletions = 500
/** Bodies of version 0.1.0 that one statement reads, to see which entity they concern: 25 MB at most. */
export const quarantineReadings = 100
/** Bodies of version 0.1.0 of one provider that move into objects in one night: two calls each, beside the erasures. */
export const quarantineMoves = 20
/** Days between two checks of a kept body whether D1 still has its row, which a restore may have removed. */
export const quarantineCheckDays = 7
/** Entities that one kept body can concern: they are listed in a column of D1, and no sender sends more than one. */
export const entitiesPerBody = 100
/** Bodies within bodies that are opened to see which entity one concerns; a sender that wraps its own has one. */
export const bodiesWithinBodies = 4
/**
 * Days after which the personal data of an ended order or payment is erased, unless RETENTION_DAYS says otherwise: longer
 * than a dispute.
 */
export const retentionDays = 365
/** Calls of one night that delete expired bodies: together 10,000 bodies, the most that one provider can have. */
export const deletionSteps = 20
/** Entities that one statement of the nightly walk looks at, each four read rows: some hundredths of a second. */
export const erasureStepRows = 10_000
/** Entities erased in one step; each is a round trip to an object, and a batch of D1 soon after. */
export const erasuresPerStep = 50
/** Steps of one night for each provider: with two of them, 800 of the 1,000 round trips that a Worker may make. */
export const erasureSteps = 8
/**
 * The time between two calls of the sender's API, of all callers together. No limit for reads is published, and 80 in 5
 * minutes worked; resends are limited to ten a minute.
 */
export const askSpacingMs = 6_000
/** Calls of the sender's API in one run: with the spacing, four of the five minutes until the next run. */
export const asksPerRun = 40
/** How long one run may last, so that it is over before the next one begins. */
export const askRunMs = 270_000
/** The longest wait of one call for its turn; a caller that would wait longer is asked to try again later. */
export const askQueueMs = 30_000
/** From a call of the sender's API to the end of its answer; a read takes a second or so. */
export const askTimeoutMs = 10_000
/** Bytes of the answer about one transaction; the documented model has under 1 KB. */
export const askAnswerBytes = 64 * 1024
/** Bytes of one page of the sender's list: a thousand rows of 4 KB. The Worker holds it twice. */
export const listAnswerBytes = 4 * 1024 * 1024
/** Rows of one page of the sender's list: the most that we have seen work. */
export const listRows = 1_000
/** Characters of one value of an answer; a longer one is left out. */
export const askTextCharacters = 4_096
/** Waits before a call that failed is made again, within one run. The sender's own client waits 3, 9, 27 seconds. */
export const askRetriesMs = [3_000, 9_000]
/** Failures in a row after which a run ends: the sender is unavailable, not one transaction. */
export const askFailuresPerRun = 3
/** From a failed ask to the next one, in a later run; doubles with each further one. */
export const askAgainMs = 300_000
/** Failed retries for one transaction; after that it waits for its next deadline, or for a person. */
export const askFailures = 6
/** The longest wait between two failing asks about one transaction. */
export const askAgainCapMs = 6 * 3_600_000
/** The longest pause that the sender's Retry-After can ask for. */
export const askPauseCapMs = 3_600_000
/** From a requested resend to the next look: its delivery takes some seconds. */
export const askResentMs = 240_000
/** From an event that raises a doubt to the ask: usually the newer event is on its way. */
export const askDoubtMs = 60_000
/** Days for which the sender is asked about a transaction that stays open: the longest dispute. */
export const askDays = 120
/** Rows of one status that one run looks at, each two read rows. */
export const askStepRows = 2_000
/** Transactions that one night schedules for asking because the sender's list differs: a run of five minutes asks about 40. */
export const asksPerNight = 2_000
/** Statuses that can have a deadline, as in migrations/0012_stuck.sql: a sender has ten or so. */
export const stuckStatuses = 50
/** Keys of the sender's API: a transaction is asked about with each until one knows it. */
export const apiKeys = 8
/** Characters of a token of Cloudflare Access; one with many groups has some thousands. */
export const tokenCharacters = 16 * 1024
/** How long a team's public keys are cached; they rotate every six weeks. */
export const accessKeysMs = 600_000
/** The time between two fetches because of an unknown key: anybody can name one. */
export const accessKeysAgainMs = 30_000
/** The longest wait for a team's public keys. */
export const accessTimeoutMs = 5_000
/** Bytes of a team's public keys; two have 6 KB. */
export const accessKeysBytes = 64 * 1024
/** Minimum bytes of a signing secret, as Standard Webhooks requires. */
export const secretBytesLeast = 24
export const secretBytesMost = 64
/** Secrets that sign at one time: the new one, the old one until the receiver knows the new one, and one for a mistake. */
export const signingSecrets = 3
/** How long one attempt may take, in milliseconds; an object is billed while it waits. */
export const forwardTimeoutMs = 15_000
/** Bytes that are read of an answer that is not a 2xx: the beginning of an error page. */
export const forwardAnswerBytes = 4 * 1024
/** Bytes of a message, as Standard Webhooks advises. */
export const forwardBytes = 20_000
/** Changes that one message lists; a life has under twenty. */
export const forwardTransitions = 50
/** The longest wait that a receiver can ask for: a wrong clock must not delay a message for years. */
export const forwardRetryAfterMs = 24 * 60 * 60 * 1000
/** How long a message waits for D1 at most. It waits so that a receiver that reads D1 finds the change there. */
export const forwardProjectionMs = 10_000
/** Nights on which a message that was given up is tried once more. */
export const forwardNights = 30
/** Days that unsent changes are kept after the endpoint was removed from the configuration. */
export const forwardUnconfiguredDays = 7
/** Waiting entities that are called at one time, and the time until the next ones: ten a second. */
export const forwardReleases = 10
export const forwardReleaseMs = 1_000
/** Entities of one step of a resend: each is a round trip, and the last of them sends ten seconds later. */
export const resendsPerBatch = 100
/** Given up or refused messages that are shown as needing attention: those that have waited longest. */
export const forwardUndelivered = 1_000
/** How many of the waiting entities are shown by name. */
export const forwardShown = 20
/** How long an object waits before it sends again after its disk refused to record the attempt: no second POST at once. */
export const forwardBookkeepingMs = 30_000
/** How long until a message that could not be sent because of the configuration is tried again. */
export const forwardConfigurationMs = 60 * 60 * 1000
/**
 * How long a process assumes that the endpoint is healthy without asking: an operator's pause takes effect everywhere this
 * soon.
 */
export const forwardFreshMs = 10_000
/** Rows of the feed that one statement looks at: most of them may be outdated by a later change. */
export const feedRows = 10_000
/** How many of these statements one page may need. */
export const feedSteps = 10
/** Entities that one night adds to the feed, because a version older than the feed wrote them. */
export const feedRetoldRows = 5_000
/** How long a page of metrics is cached, in milliseconds. */
export const metricsCacheMs = 30_000
/** How long the scheduled run waits for a host of alerts, in milliseconds; a delivery never waits for one. */
export const alertTimeoutMs = 10_000
/** Alerts that one message lists; the others are counted. */
export const alertsPerMessage = 20
/** Orders and payments that alerts are kept for; if more of them need attention, no alert is reported as over. */
export const alertsOpen = 1000
/** How long an alert that comes back is not reported again, in milliseconds: a flapping one is reported once an hour. */
export const alertFlappingMs = 60 * 60 * 1000
/** Weeks of active hours from which a sender's rhythm is calculated. */
export const rhythmWeeks = 4
/** The period in which wrong keys are counted together, in minutes. */
export const refusalMinutes = 10
/** How long the count of wrong keys stays in memory, in milliseconds: somebody who guesses keys must not make D1 write. */
export const refusalFlushMs = 60_000
/** How long a sign-in lasts, in seconds: a working day. */
export const sessionSeconds = 12 * 60 * 60
/** Sign-ins at one time: a handful of operators with a handful of browsers each. One more ends the oldest. */
export const sessions = 50
/** Deliveries without an event that are kept for people to look at: as many as an afternoon of integration work makes. */
export const pulseKnocks = 500
/** Of these, how many an isolate reports at one time; the others are only counted. */
export const pulseKnocksTold = 50
/** How long an isolate collects them, in milliseconds: short enough for somebody who watches. */
export const pulseDelayMs = 2_000
/** The same while there are many: somebody who guesses keys must not keep an object busy. */
export const pulseDelayManyMs = 25_000
/** How long their counts wait, in milliseconds, before they are written to D1. */
export const pulseFlushMs = 60_000
/** How long a live page reloads itself, in milliseconds: one that is left open must not read for days. */
export const liveMs = 15 * 60_000
/** Rows of each kind that a search shows; with more results than this, people type more of the number. */
export const searchRows = 20
/** How many rows are counted for the line above a list, and of paid open orders: each look reads this many. */
export const countedRows = 2000
/** Payments or orders that one page looks up for its rows; a sale has one or two payments. */
export const pairRows = 400
/** Newest orders, and newest payments, of which the console calculates how long events take to reach D1. */
export const lagEntities = 50
/** Rows of a live page; the object keeps more, which can be found by a filter. */
export const liveRows = 60
/** How often a live page reloads itself, in seconds. */
export const liveSeconds = 5
/** Events on one page; a usual life has under twenty, and each may have a body of many kilobytes. */
export const timelineEvents = 100
/** Items that need attention on the first page; the rest has its own page. */
export const homeItems = 8
/** Characters of the reason for dismissing a body: a sentence. */
export const dismissalCharacters = 200
/** Bodies in quarantine that the page of an order or a payment lists; with more, people open the quarantine itself. */
export const waitingBodies = 10
/** Payments on the page of an order; a search finds the others. */
export const orderPayments = 10
/** Orders on the page of a payment; a reference is not unique. */
export const paymentOrders = 10
/** Steps of a resend in one request, of 100 entities each. The page offers to continue if there are more. */
export const resendSteps = 5
/** Characters between `&` and `;`: longer than any name or number that an encoder writes. */
export const htmlEntityCharacters = 10
/** Levels of base64 in which keys are looked for: base64 within base64, no deeper. */
export const base64Levels = 2
/** Events of which every order is tried; the work doubles with each. More within a second is not a normal day of a sender. */
export const chainedEvents = 8
/** Undated events of which every order is tried: the work doubles with each. */
export const undatedEvents = 6
/** Events of a history with undated ones of which every order is tried. */
export const undatedHistory = 16
/** How often the chain is asked again after events have found no place; the others then keep the place of their arrival. */
export const undatedRounds = 16
/** Events that are tried out when one has to go, because each is a recount; if none of them can go, a flood filled the log. */
export const forgettingChoices = 8
/** Attempts of forwarding that are kept for people. */
export const forwardRecent = 10
/** Characters of the endpoint's answer that are kept for people. */
export const forwardExcerptCharacters = 200
/** Failures in a row after which an endpoint counts as down. */
export const breakerFailures = 5
/** Different entities that have to be among them: one entity can fail because of its own message. */
export const breakerEntities = 3
/** How long until the first probe of an endpoint that is down; the wait doubles. */
export const probeFirstMs = 30_000
/** The longest wait between two probes. */
export const probeLongestMs = 300_000
/** How long a probe may take, longer than an attempt does: one whose object died must not keep the others waiting forever. */
export const probeTakesMs = 20_000
/** Open alerts that a digest names; the console shows all. */
export const digestAlerts = 5
/** Days of the sender's list that are compared each night: the last whole ones. */
export const completenessDays = 3
/** The same on a Sunday, for what changed late. */
export const completenessSundayDays = 30
/** The largest code of a status: D1 and JSON hold it exactly; the documented ones have two digits. */
export const statusMost = 999_999_999
/** Minimum characters of a number's beginning, without its letters: with fewer, half of all numbers would match. */
export const searchBeginning = 3
