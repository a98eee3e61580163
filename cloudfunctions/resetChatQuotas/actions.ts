import { defineAction } from '../shared/action';
import { resetChatQuotas } from '../shared/contracts/resetChatQuotas';
import type { ResetRun as ResetRunView } from '../shared/contracts/resetChatQuotas';
import type { ResetRun } from '../shared/data/chat/quota-resets';
import { requireAdminOrToken } from './permission';
import { reset } from './reset';

const hourMs = 3_600_000;
/** The timer comes once a day. */
const lateAfterMs = 25 * hourMs;
const overdueAfterMs = 24 * hourMs;

// `member`: the token may come from nobody at all, so each action asks for it, or for an admin, itself.
const resetQuotas = defineAction(resetChatQuotas.resetQuotas, {
  access: 'member',
  async run({ token }, context) {
    await requireAdminOrToken(token, context);
    return toView(await reset(context));
  },
});

const getResetHealth = defineAction(resetChatQuotas.getResetHealth, {
  access: 'member',
  async run({ token }, context) {
    await requireAdminOrToken(token, context);
    const { chatQuotas, chatQuotaResets, clock } = context;
    const now = clock.now().getTime();
    const [lastRun, overdue] = await Promise.all([
      chatQuotaResets.findLast(),
      chatQuotas.countDue(new Date(now - overdueAfterMs)),
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
