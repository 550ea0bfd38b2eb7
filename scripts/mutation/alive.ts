/** Stryker's reporter here: names each mutant that survives as soon as it does, long before the report is whole. */
import { relative } from 'node:path'
import type { MutantResult } from '@stryker-mutator/api/core'
import { declareClassPlugin, PluginKind } from '@stryker-mutator/api/plugin'
import type { Reporter } from '@stryker-mutator/api/report'

class AliveReporter implements Reporter {
  onMutantTested({ status, fileName, location, mutatorName, replacement }: Readonly<MutantResult>): void {
    if (status !== 'Survived' && status !== 'NoCoverage') return
    const { line, column } = location.start
    console.log(
      `${status}: ${relative(process.cwd(), fileName)}:${line}:${column} ${mutatorName}  →  ${replacement}`,
    )
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.Reporter, 'alive', AliveReporter)]
