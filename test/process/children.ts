/** How every Node that a test run starts begins: a hundred of them are wrangler and scripts, and little else is as dear. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** Sets the environment that they get from this process. */
export function startChildrenQuickly(): void {
  // What is compiled outlives a run, so this comes before temporary files go where they do not.
  process.env.NODE_COMPILE_CACHE ??= join(tmpdir(), 'catraca-compile-cache')
  const modules = join(import.meta.dirname, 'modules.cts')
  process.env.NODE_OPTIONS = [process.env.NODE_OPTIONS, `--require=${JSON.stringify(modules)}`]
    .join(' ')
    .trim()
}
