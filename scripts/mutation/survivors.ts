/**
 * Mutants that no test can kill, because nothing changes: by file, each the original and what stands for it. Why nothing
 * changes is said where the code is, by a comment above it that begins as WHY has it.
 */
export const SURVIVORS: Readonly<
  Record<string, readonly (readonly [original: string, replacement: string])[]>
> = {
  'src/lifecycle/chain.ts': [['byClock === 0', 'false']],
  'src/lifecycle/facts.ts': [
    ['byClock && Object.keys(facts).every((name) => facts[name] === met[name])', 'false'],
    ['(name) => facts[name] === met[name]', '() => undefined'],
    ['facts[name] === met[name]', 'false'],
  ],
  'src/lifecycle/history.ts': [
    ['occurredAt <= receivedAt', 'false'],
    ['occurredAt <= receivedAt', 'occurredAt < receivedAt'],
    ['at <= before', 'at < before'],
    ['seconds === -59', 'true'],
    ['text(a) < text(b)', 'text(a) <= text(b)'],
    ['known', 'false'],
    ['times.set(event, time)', ';'],
  ],
  'src/lifecycle/order.ts': [['sharing.length === 1', 'false']],
  'src/providers/declared.ts': [
    ["typeof number === 'number'", 'true'],
    ['each.length === lower.length', 'true'],
  ],
  'src/privacy/personal.ts': [["''", '"Stryker was here!"']],
  'src/providers/safe2pay/read.ts': [
    ["fields.object('TransactionStatus')?.text", "fields.object('TransactionStatus').text"],
    ['code !== null', 'true'],
  ],
  'src/providers/concern.ts': [
    ["''", '"Stryker was here!"'],
    ['{ // Either way: it only begins like JSON, and is read as text. return undefined }', '{}'],
    ['text.search(names) < 0 && !/%|\\\\u00/.test(text)', 'false'],
  ],
  'src/providers/shape.ts': [["typeof value === 'number'", 'true']],
  'src/providers/zone.ts': [
    ['localMs >= END_OF_SUMMER_TIME_MS', 'false'],
    ['localMs >= END_OF_SUMMER_TIME_MS', 'localMs > END_OF_SUMMER_TIME_MS'],
  ],
}

/** How a comment begins that says why nothing changes. */
export const WHY = /\/\/ ((?:Only saves time|For the types|Either way): .+)$/
