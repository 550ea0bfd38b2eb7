/**
 * The operator's pages. They are rendered on the server and work without a script; access is checked before they are called.
 */
import { Hono } from 'hono/tiny'
import { amplia } from '../providers/amplia/index.ts'
import { safe2pay } from '../providers/safe2pay/index.ts'
import { testAlertsByHand } from './alerts/action.ts'
import { settleTicked } from './attention/action.ts'
import { showAttention } from './attention/index.tsx'
import { ordersFile, transactionsFile } from './csv.ts'
import { failedPage } from './errors.tsx'
import { shortForm } from './form.ts'
import { pauseForwarding, resendForwarding, resumeForwarding, testForwarding } from './forward/actions.ts'
import { showForward } from './forward/index.tsx'
import { showOverview } from './home/index.tsx'
import { showStages } from './home/stages.tsx'
import { showSystem } from './home/system.tsx'
import { showOrders, showTransactions } from './list.tsx'
import { showLive, testReceiver } from './live.tsx'
import { localPath } from './local-path.ts'
import { monthFile, showMonth } from './month.tsx'
import { showOperations } from './operations.tsx'
import { showOrder } from './order.tsx'
import { changeTicked, deleteOne, dismissOne, reopenOne, replayAll, replayOne } from './quarantine/actions.ts'
import { showQuarantined } from './quarantine/item.tsx'
import { showQuarantine } from './quarantine/list.tsx'
import { showSearch } from './search.tsx'
import { showSignIn, signIn, signOut } from './sign-in.tsx'
import { askOne } from './story/asking.tsx'
import { eraseOne } from './story/erasure.tsx'
import { resendEntity } from './story/resending.tsx'
import { showTransaction } from './transaction.tsx'
import { rememberLanguage, rememberZone } from './view.ts'

export const pages = new Hono<{ Bindings: Env }>()

pages.get('/', showOverview)
pages.get('/system', showSystem)
pages.get('/stages', showStages)
pages.get('/live', showLive)
pages.post('/live', shortForm, testReceiver)
pages.get('/search', showSearch)
pages.get('/attention', showAttention)
pages.post('/attention', shortForm, settleTicked)
pages.get('/operations', showOperations)
pages.get('/orders', showOrders)
pages.get('/orders.csv', ordersFile)
pages.get('/orders/:id', showOrder)
pages.post('/orders/:id/resend', shortForm, resendEntity(amplia))
pages.post('/orders/:id/erase', shortForm, eraseOne(amplia))
pages.get('/month', showMonth)
pages.get('/month.csv', monthFile)
pages.get('/transactions', showTransactions)
pages.get('/transactions.csv', transactionsFile)
pages.get('/transactions/:id', showTransaction)
pages.post('/transactions/:id/resend', shortForm, resendEntity(safe2pay))
pages.post('/transactions/:id/erase', shortForm, eraseOne(safe2pay))
pages.post('/transactions/:id/ask', shortForm, askOne)

pages.get('/quarantine', showQuarantine)
pages.post('/quarantine/replay', shortForm, replayAll)
pages.post('/quarantine/ticked', shortForm, changeTicked)
pages.get('/quarantine/:id', showQuarantined)
pages.post('/quarantine/:id/replay', shortForm, replayOne)
pages.post('/quarantine/:id/dismiss', shortForm, dismissOne)
pages.post('/quarantine/:id/reopen', shortForm, reopenOne)
pages.post('/quarantine/:id/delete', shortForm, deleteOne)

pages.get('/forward', showForward)
pages.post('/forward/pause', shortForm, pauseForwarding)
pages.post('/forward/resume', shortForm, resumeForwarding)
pages.post('/forward/test', shortForm, testForwarding)
pages.post('/forward/resend', shortForm, resendForwarding)

pages.post('/alerts/test', shortForm, testAlertsByHand)

pages.get('/sign-in', showSignIn)
pages.post('/sign-in', shortForm, signIn)
pages.post('/sign-out', signOut)

pages.get('/language', (context) => {
  rememberLanguage(context, context.req.query('language'))
  return context.redirect(localPath(context.req.query('next')), 303)
})

pages.get('/zone', (context) => {
  rememberZone(context, context.req.query('zone'))
  return context.redirect(localPath(context.req.query('next')), 303)
})

pages.onError(failedPage)
