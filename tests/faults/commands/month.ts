import { drawQuestion } from './chat';
import type { ClockAct } from './clock';
import { phoneCall } from './kind';
import type { Kind } from './kind';

export type MonthAct = { do: 'reset'; by: 'timer' | 'admin' };
export type SyncAct = { do: 'sync' };

/** The month ends while users ask questions; the timer, or an admin, resets it. */
export const month: Kind<MonthAct> = {
  does: ['reset'],
  share: 120,
  draw(draft, who) {
    const { random } = draft;
    const act: MonthAct = { do: 'reset', by: random.chance(0.8) ? 'timer' : 'admin' };
    if (random.chance(0.3)) {
      draft.add(who, act);
      return;
    }
    drawQuestion(draft, who);
    draft.wait(random.between(50, 6_000));
    const beforeMs = random.pick([5, 50, 400, 3_000]);
    draft.add(who, { do: 'clock', to: 'month-end', beforeMs } satisfies ClockAct);
    for (let step = random.between(2, 4); step > 0; step -= 1) {
      draft.wait(random.between(0, 2_500));
      const kind = random.next();
      if (kind < 0.4) draft.add(who, act);
      else if (kind < 0.85) drawQuestion(draft, who);
      else draft.add(who, { do: 'clock', byMs: -random.between(500, 8_000) } satisfies ClockAct);
    }
  },
  toCall: ({ who, by }) =>
    by === 'admin'
      ? phoneCall(who, 'resetChatQuotas', 'resetQuotas', {})
      : { name: 'resetChatQuotas', event: { Type: 'Timer' }, openid: null },
};

export const sync: Kind<SyncAct> = {
  does: ['sync'],
  share: 40,
  draw: (draft, who) => draft.add(who, { do: 'sync' }),
  toCall: () => ({ name: 'tick', event: { Type: 'Timer' }, openid: null }),
};
