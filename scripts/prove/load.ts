/// <reference path="../../worker-configuration.d.ts" />
/** Import this first: it makes `cloudflare:workers` importable in Node. */
import { registerHooks } from 'node:module'

const runtime = new URL('./runtime.ts', import.meta.url).href

registerHooks({
  resolve: (specifier, context, next) =>
    specifier === 'cloudflare:workers' ? { url: runtime, shortCircuit: true } : next(specifier, context),
})
