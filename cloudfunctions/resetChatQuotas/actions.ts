import { defineAction } from '../shared/action';
import { resetChatQuotas } from '../shared/contracts/resetChatQuotas';
import type { ResetRun as ResetRunView } from '../shared/contracts/resetChatQuotas';
import type { ResetRun } from '../shared/data/rows/chat-quota-reset';
import { requireAdminOrToken } from './permission';
import { reset } from './reset';

const hourMs = 3_600_000;
/** The timer runs once a day. */
const lateAfterMs = 25 * hourMs;
const overdueAfterMs = 24 * hourMs;

const resetQuotas = defineAction(resetChatQuotas.resetQuotas, {
  access: 'service',
  async run({ token }, context) {
    await requireAdminOrToken(token, context);
    return toView(await reset(context));
  },
});

const getResetHealth = defineAction(resetChatQuotas.getResetHealth, {
  access: 'service',
  async run({ token }, context) {
    await requireAdminOrToken(token, context);
    const { chat, clock } = context;
    const now = clock.now().getTime();
    const [lastRun, overdue] = await Promise.all([
      chat.resets.findLast(),
      chat.quotas.countDue(new Date(now - overdueAfterMs)),
    ]);
    const health = { lastRun: lastRun === null ? null : toView(lastRun), overdue };
    if (lastRun === null) return { status: 'neverRun' as const, ...health };
    const isLate = now - lastRun.endedAt.getTime() > lateAfterMs;
    const isWell = !isLate && lastRun.failed === 0 && overdue === 0;
    return { status: isWell ? ('ok' as const) : ('late' as const), ...health };
  },
});

function toView({ startedAt, endedAt, ...counts }: ResetRun): ResetRunView {
  return { ...counts, startedAt: startedAt.toISOString(), endedAt: endedAt.toISOString() };
}

export const actions = { resetQuotas, getResetHealth };
