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

export const SURVIVORS: readonly Survivor[] = [
  {
    file: 'src/lifecycle/chain.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'Replaced by the first order that is read.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'sharing.length < 2',
    replacement: 'false',
    because: 'Only saves time: one event has one order.',
  },
  {
    file: 'src/lifecycle/chain.ts',
    original: 'bits + bit',
    replacement: 'bits - bit',
    because: 'Names each set of events by a number of its own, too.',
  },
  {
    file: 'src/lifecycle/chain.ts',
    original: 'byClock === 0',
    replacement: 'false',
    because: 'Only saves time: read, it comes to the order of the clock as well.',
  },
  {
    file: 'src/lifecycle/chain.ts',
    original: 'near.length === 1',
    replacement: 'false',
    because: 'Only saves time: read, it comes to the order of the clock as well.',
  },
  {
    file: 'src/lifecycle/chain.ts',
    original: 'near.length === 1 || byClock === 0',
    replacement: 'near.length === 1 && byClock === 0',
    because: 'Only saves time: read, it comes to the order of the clock as well.',
  },
  {
    file: 'src/lifecycle/chain.ts',
    original: 'near.length === 1 || byClock === 0',
    replacement: 'false',
    because: 'Only saves time: read, it comes to the order of the clock as well.',
  },
  {
    file: 'src/lifecycle/undated.ts',
    original: 'round < LIMITS.undatedRounds',
    replacement: 'round <= LIMITS.undatedRounds',
    because: 'The bound is of the work; one round more does not matter to events that have no place.',
  },
  {
    file: 'src/lifecycle/undated.ts',
    original: 'waiting.length > 0',
    replacement: 'true',
    because: 'Only saves time: with none waiting, a round does nothing.',
  },
  {
    file: 'src/lifecycle/undated.ts',
    original: 'waiting.length > 0',
    replacement: 'waiting.length >= 0',
    because: 'Only saves time: with none waiting, a round does nothing.',
  },
  {
    file: 'src/lifecycle/undated.ts',
    original: 'arrivalOf(a) < arrivalOf(b)',
    replacement: 'arrivalOf(a) <= arrivalOf(b)',
    because: 'An entity holds a fingerprint once, so no two are equal.',
  },
  {
    file: 'src/lifecycle/undated.ts',
    original: 'place.next?.event?.previousStatus',
    replacement: 'place.next?.event.previousStatus',
    because: 'For the types: only the place before the first has no event.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'a === b',
    replacement: 'false',
    because: 'Those of one instant are put in order afterwards.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'a < b',
    replacement: 'a <= b',
    because: 'Two that are equal never come to it.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'a > b',
    replacement: 'a >= b',
    because: 'Of two that are equal either is the later.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'undated.length > 0',
    replacement: 'true',
    because: 'Only saves time: with none to place, the others keep their places.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'undated.length > 0',
    replacement: 'undated.length >= 0',
    because: 'Only saves time: with none to place, the others keep their places.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'undated.length === 0',
    replacement: 'false',
    because: 'Only saves time: where none is undated, all are dated.',
  },
  {
    file: 'src/lifecycle/facts.ts',
    original: 'byClock && !saysNews(met, facts)',
    replacement: 'false',
    because: 'Only saves time: what repeats the rest comes to the same without.',
  },
  {
    file: 'src/lifecycle/facts.ts',
    original: 'facts[name] !== known[name]',
    replacement: 'true',
    because: 'Only saves time: what repeats the rest comes to the same without.',
  },
  {
    file: 'src/lifecycle/facts.ts',
    original: 'false',
    replacement: 'true',
    because: 'Only saves time: what repeats the rest comes to the same without.',
  },
  {
    file: 'src/lifecycle/facts.ts',
    original: 'after?.fingerprint',
    replacement: 'after.fingerprint',
    because: 'For the types: an event more leaves no order without a head.',
  },
  {
    file: 'src/lifecycle/fold.ts',
    original: 'history.slice(0, place)',
    replacement: 'history',
    because: 'What is still to come says the same when its turn comes.',
  },
  {
    file: 'src/lifecycle/fold.ts',
    original: 'since !== null',
    replacement: 'true',
    because: 'For the types: where arrival is the clock, each head has its time.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'known !== undefined',
    replacement: 'false',
    because: 'Only saves time: asked again, the place is the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'positions.set(event, at)',
    replacement: ';',
    because: 'Only saves time: asked again, the place is the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'before.slice(0, MINUTE) !== at.slice(0, MINUTE)',
    replacement: 'true',
    because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'before.slice(0, MINUTE)',
    replacement: 'before',
    because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'at.slice(0, MINUTE)',
    replacement: 'at',
    because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'occurredAt.slice(0, 19) <= receivedAt.slice(0, 19)',
    replacement: 'false',
    because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'occurredAt.slice(0, 19) <= receivedAt.slice(0, 19)',
    replacement: 'occurredAt.slice(0, 19) < receivedAt.slice(0, 19)',
    because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'occurredAt.slice(0, 19)',
    replacement: 'occurredAt',
    because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
  },
  {
    file: 'src/lifecycle/history.ts',
    original: 'receivedAt.slice(0, 19)',
    replacement: 'receivedAt',
    because: 'Only saves time: where the text does not tell, the dates do, and say the same.',
  },
  {
    file: 'src/lifecycle/order.ts',
    original: 'a.fingerprint < b.fingerprint',
    replacement: 'a.fingerprint <= b.fingerprint',
    because: 'An entity holds a fingerprint once, so no two are equal.',
  },
  {
    file: 'src/lifecycle/life-cycle.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'Ahead of each status lies one more, which no table has and no sender names.',
  },
  {
    file: 'src/lifecycle/life-cycle.ts',
    original: 'possible.get(name)?.size',
    replacement: 'possible.get(name).size',
    because: 'For the types: only asked of a status that the table has.',
  },
  {
    file: 'src/lifecycle/recount.ts',
    original: "'unknown'",
    replacement: '""',
    because: 'For the types: every event of the log was folded and has its relation.',
  },
  {
    file: 'src/lifecycle/undated.ts',
    original: "{ event: null, at: '', next: null }",
    replacement: '{}',
    because: 'What is not there reads as null does: only asked whether something is.',
  },
  {
    file: 'src/lifecycle/undated.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    because: 'Nobody asks for the time of the place before the first event.',
  },
  {
    file: 'src/lifecycle/verdict.ts',
    original: 'placeOf(event.fingerprint) < placeOf(before.head?.fingerprint)',
    replacement: 'placeOf(event.fingerprint) <= placeOf(before.head?.fingerprint)',
    because: 'A new event is never the head that it meets.',
  },
  {
    file: 'src/lifecycle/verdict.ts',
    original: 'after?.fingerprint',
    replacement: 'after.fingerprint',
    because: 'For the types: where this verdict is given, there is a head.',
  },
  {
    file: 'src/providers/amplia/index.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'No fact has that name.',
  },
  {
    file: 'src/providers/digest.ts',
    original: 'a < b',
    replacement: 'a <= b',
    because: 'An object has a key once, so no two are equal.',
  },
  {
    file: 'src/providers/declared.ts',
    original: "typeof number === 'number'",
    replacement: 'true',
    because: 'For the types: only a number is a safe integer.',
  },
  {
    file: 'src/providers/guid.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'Where nothing matches, only the place of the whole match is filled, and that is passed over.',
  },
  {
    file: 'src/providers/money.ts',
    original: 'reais < 0',
    replacement: 'reais <= 0',
    because: 'No reais are no cents, and only an amount above 0 is turned round.',
  },
  {
    file: 'src/privacy/personal.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    because: 'The outermost value has no name, and this is one that says nothing about it either.',
  },
  {
    file: 'src/providers/safe2pay/read.ts',
    original: "fields.object('TransactionStatus')?.text",
    replacement: "fields.object('TransactionStatus').text",
    because: 'For the types: its status was read out of it.',
  },
  {
    file: 'src/providers/safe2pay/transaction-id.ts',
    original: '[]',
    replacement: '["Stryker was here"]',
    because: 'Where nothing matches, only the place of the whole match is filled, and that is passed over.',
  },
  {
    file: 'src/providers/concern.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    because: 'The outermost value has no name, and this is one that nobody looks for either.',
  },
  {
    file: 'src/providers/concern.ts',
    original: '{ // It only begins like JSON: it is read as text. return undefined }',
    replacement: '{}',
    because: 'A function that ends without a value gives undefined.',
  },
  {
    file: 'src/providers/concern.ts',
    original: 'text.search(names) < 0 && !/%|\\\\u00/.test(text)',
    replacement: 'false',
    because: 'Only saves time: a text without a name gives nothing.',
  },
  {
    file: 'src/providers/safe2pay/read.ts',
    original: 'code !== null',
    replacement: 'true',
    because: 'For the types: null is not above 0.',
  },
  {
    file: 'src/providers/shape.ts',
    original: "typeof value === 'number'",
    replacement: 'true',
    because: 'For the types: only a number is a whole one.',
  },
  {
    file: 'src/providers/zone.ts',
    original: 'localMs >= END_OF_SUMMER_TIME_MS',
    replacement: 'false',
    because: 'Only saves time: the table of time zones says the same.',
  },
  {
    file: 'src/providers/zone.ts',
    original: 'localMs >= END_OF_SUMMER_TIME_MS',
    replacement: 'localMs > END_OF_SUMMER_TIME_MS',
    because: 'Only saves time: the table of time zones says the same.',
  },
  {
    file: 'src/providers/zone.ts',
    original: 'parts.find((part) => part.type === type)?.value',
    replacement: 'parts.find(part => part.type === type).value',
    because: 'For the types: the parts that are asked for are there.',
  },
  {
    file: 'src/providers/amplia/read.ts',
    original: "''",
    replacement: '"Stryker was here!"',
    because: 'Stands for no text; this is no GUID either.',
  },
  {
    file: 'src/providers/safe2pay/read.ts',
    original: 'read.utc === null',
    replacement: 'true',
    because: 'For the types: only what has no time has a reason for it.',
  },
  {
    file: 'src/providers/safe2pay/read.ts',
    original: 'read.utc !== null',
    replacement: 'true',
    because: 'For the types: null is not after any date.',
  },
]
