/** Mutants that no test can kill, each with its reason: anyone who writes the change sees nothing change. */

export interface Mutation {
  readonly file: string
  readonly original: string
  readonly replacement: string
}

export interface Survivor extends Mutation {
  readonly because: string
}

/** Without a line's number, which changes with every other change of the file. */
export const explains = (survivor: Survivor, mutant: Mutation): boolean =>
  survivor.file === mutant.file &&
  survivor.original === mutant.original &&
  survivor.replacement === mutant.replacement

/** By file; several changes of one place have one reason. Each is the original and what stands for it. */
const EXPLAINED: Readonly<
  Record<
    string,
    readonly { readonly because: string; readonly changes: readonly (readonly [string, string])[] }[]
  >
> = {
  'src/lifecycle/chain.ts': [
    { because: 'Replaced by the first order that is read.', changes: [['[]', '["Stryker was here"]']] },
    {
      because: 'Names each set of events by a number of its own, too.',
      changes: [['bits + bit', 'bits - bit']],
    },
    {
      because: 'Only saves time: read, it comes to the order of the clock as well.',
      changes: [
        ['byClock === 0', 'false'],
        ['near.length === 1', 'false'],
        ['near.length === 1 || byClock === 0', 'near.length === 1 && byClock === 0'],
        ['near.length === 1 || byClock === 0', 'false'],
      ],
    },
  ],
  'src/lifecycle/order.ts': [
    { because: 'Only saves time: one event has one order.', changes: [['sharing.length < 2', 'false']] },
    { because: 'Those of one instant are put in order afterwards.', changes: [['a === b', 'false']] },
    { because: 'Two that are equal never come to it.', changes: [['a < b', 'a <= b']] },
    { because: 'Of two that are equal either is the later.', changes: [['a > b', 'a >= b']] },
    {
      because: 'Only saves time: with none to place, the others keep their places.',
      changes: [
        ['undated.length > 0', 'true'],
        ['undated.length > 0', 'undated.length >= 0'],
      ],
    },
    {
      because: 'Only saves time: where none is undated, all are dated.',
      changes: [['undated.length === 0', 'false']],
    },
    {
      because: 'An entity holds a fingerprint once, so no two are equal.',
      changes: [['a.fingerprint < b.fingerprint', 'a.fingerprint <= b.fingerprint']],
    },
  ],
  'src/lifecycle/undated.ts': [
    {
      because: 'The bound is of the work; one round more does not matter to events that have no place.',
      changes: [['round < LIMITS.undatedRounds', 'round <= LIMITS.undatedRounds']],
    },
    {
      because: 'Only saves time: with none waiting, a round does nothing.',
      changes: [
        ['waiting.length > 0', 'true'],
        ['waiting.length > 0', 'waiting.length >= 0'],
      ],
    },
    {
      because: 'An entity holds a fingerprint once, so no two are equal.',
      changes: [['arrivalOf(a) < arrivalOf(b)', 'arrivalOf(a) <= arrivalOf(b)']],
    },
    {
      because: 'For the types: only the place before the first has no event.',
      changes: [['place.next?.event?.previousStatus', 'place.next?.event.previousStatus']],
    },
    {
      because: 'What is not there reads as null does: only asked whether something is.',
      changes: [["{ event: null, at: '', next: null }", '{}']],
    },
    {
      because: 'Nobody asks for the time of the place before the first event.',
      changes: [["''", '"Stryker was here!"']],
    },
  ],
  'src/lifecycle/facts.ts': [
    {
      because: 'Only saves time: what repeats the rest comes to the same without.',
      changes: [
        ['byClock && !saysNews(met, facts)', 'false'],
        ['facts[name] !== known[name]', 'true'],
        ['false', 'true'],
      ],
    },
    {
      because: 'For the types: an event more leaves no order without a head.',
      changes: [['after?.fingerprint', 'after.fingerprint']],
    },
  ],
  'src/lifecycle/fold.ts': [
    {
      because: 'What is still to come says the same when its turn comes.',
      changes: [['history.slice(0, place)', 'history']],
    },
    {
      because: 'For the types: where arrival is the clock, each head has its time.',
      changes: [['since !== null', 'true']],
    },
  ],
  'src/lifecycle/history.ts': [
    {
      because: 'Only saves time: asked again, the place is the same.',
      changes: [
        ['known !== undefined', 'false'],
        ['positions.set(event, at)', ';'],
      ],
    },
    {
      because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
      changes: [
        ['before.slice(0, MINUTE) !== at.slice(0, MINUTE)', 'true'],
        ['before.slice(0, MINUTE)', 'before'],
        ['at.slice(0, MINUTE)', 'at'],
        ['occurredAt.slice(0, 19) <= receivedAt.slice(0, 19)', 'false'],
        [
          'occurredAt.slice(0, 19) <= receivedAt.slice(0, 19)',
          'occurredAt.slice(0, 19) < receivedAt.slice(0, 19)',
        ],
        ['occurredAt.slice(0, 19)', 'occurredAt'],
        ['receivedAt.slice(0, 19)', 'receivedAt'],
      ],
    },
  ],
  'src/lifecycle/life-cycle.ts': [
    {
      because: 'Ahead of each status lies one more, which no table has and no sender names.',
      changes: [['[]', '["Stryker was here"]']],
    },
    {
      because: 'For the types: only asked of a status that the table has.',
      changes: [['possible.get(name)?.size', 'possible.get(name).size']],
    },
  ],
  'src/lifecycle/recount.ts': [
    {
      because: 'For the types: every event of the log was folded and has its relation.',
      changes: [["'unknown'", '""']],
    },
  ],
  'src/lifecycle/verdict.ts': [
    {
      because: 'A new event is never the head that it meets.',
      changes: [
        [
          'placeOf(event.fingerprint) < placeOf(before.head?.fingerprint)',
          'placeOf(event.fingerprint) <= placeOf(before.head?.fingerprint)',
        ],
      ],
    },
    {
      because: 'For the types: where this verdict is given, there is a head.',
      changes: [['after?.fingerprint', 'after.fingerprint']],
    },
  ],
  'src/providers/amplia/index.ts': [
    { because: 'No fact has that name.', changes: [['[]', '["Stryker was here"]']] },
  ],
  'src/providers/digest.ts': [
    { because: 'An object has a key once, so no two are equal.', changes: [['a < b', 'a <= b']] },
  ],
  'src/providers/declared.ts': [
    {
      because: 'For the types: only a number is a safe integer.',
      changes: [["typeof number === 'number'", 'true']],
    },
  ],
  'src/providers/guid.ts': [
    {
      because: 'Where nothing matches, only the place of the whole match is filled, and that is passed over.',
      changes: [['[]', '["Stryker was here"]']],
    },
  ],
  'src/providers/money.ts': [
    {
      because: 'No reais are no cents, and only an amount above 0 is turned round.',
      changes: [['reais < 0', 'reais <= 0']],
    },
  ],
  'src/privacy/personal.ts': [
    {
      because: 'The outermost value has no name, and this is one that says nothing about it either.',
      changes: [["''", '"Stryker was here!"']],
    },
  ],
  'src/providers/safe2pay/read.ts': [
    {
      because: 'For the types: its status was read out of it.',
      changes: [["fields.object('TransactionStatus')?.text", "fields.object('TransactionStatus').text"]],
    },
    { because: 'For the types: null is not above 0.', changes: [['code !== null', 'true']] },
    {
      because: 'For the types: only what has no time has a reason for it.',
      changes: [['read.utc === null', 'true']],
    },
    { because: 'For the types: null is not after any date.', changes: [['read.utc !== null', 'true']] },
  ],
  'src/providers/safe2pay/transaction-id.ts': [
    {
      because: 'Where nothing matches, only the place of the whole match is filled, and that is passed over.',
      changes: [['[]', '["Stryker was here"]']],
    },
  ],
  'src/providers/concern.ts': [
    {
      because: 'The outermost value has no name, and this is one that nobody looks for either.',
      changes: [["''", '"Stryker was here!"']],
    },
    {
      because: 'A function that ends without a value gives undefined.',
      changes: [['{ // It only begins like JSON: it is read as text. return undefined }', '{}']],
    },
    {
      because: 'Only saves time: a text without a name gives nothing.',
      changes: [['text.search(names) < 0 && !/%|\\\\u00/.test(text)', 'false']],
    },
  ],
  'src/providers/shape.ts': [
    {
      because: 'For the types: only a number is a whole one.',
      changes: [["typeof value === 'number'", 'true']],
    },
  ],
  'src/providers/zone.ts': [
    {
      because: 'Only saves time: the table of time zones says the same.',
      changes: [
        ['localMs >= END_OF_SUMMER_TIME_MS', 'false'],
        ['localMs >= END_OF_SUMMER_TIME_MS', 'localMs > END_OF_SUMMER_TIME_MS'],
      ],
    },
    {
      because: 'For the types: the parts that are asked for are there.',
      changes: [
        ['parts.find((part) => part.type === type)?.value', 'parts.find(part => part.type === type).value'],
      ],
    },
  ],
  'src/providers/amplia/read.ts': [
    { because: 'Stands for no text; this is no GUID either.', changes: [["''", '"Stryker was here!"']] },
  ],
}

export const SURVIVORS: readonly Survivor[] = Object.entries(EXPLAINED).flatMap(([file, reasons]) =>
  reasons.flatMap(({ because, changes }) =>
    changes.map(([original, replacement]) => ({ file, original, replacement, because })),
  ),
)
