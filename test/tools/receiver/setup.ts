/** Runs a receiver beside the tests in the runtime, which cannot listen. */
import type { TestProject } from 'vitest/node'
import { startReceiver } from './server.ts'

declare module 'vitest' {
  interface ProvidedContext {
    receiver: string
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const receiver = await startReceiver()
  project.provide('receiver', receiver.url)
  return receiver.close
}
