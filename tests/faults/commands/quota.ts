import { userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { features } from '../people';
import type { Feature } from '../people';
import { drawGeneration } from './generate';
import { drawQuestion } from './chat';
import { phoneCall } from './kind';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';

/** `value` null takes the limit away; `until` is a moment of the business clock. */
export type LimitAct = {
  do: 'limit';
  target: string;
  feature: Feature;
  value: number | null;
  until: number | null;
  request: string;
};
/** `plan` null ends the membership. */
export type PlanAct = {
  do: 'plan';
  target: string;
  plan: 'basic' | 'plus' | 'pro' | null;
  request: string;
};
export type QuotaAct = LimitAct | PlanAct;

const reason = 'test';

/** An admin, or a user without the permission, changes limits of a user. */
export const quota: Kind<QuotaAct> = {
  does: ['limit', 'plan'],
  share: 260,
  draw(draft, who) {
    const { random, people, commands } = draft;
    const admin = people.find(({ tier }) => tier === 'admin')?.name ?? who;
    const by = random.chance(0.93) ? admin : who;
    const known = commands.filter(isQuotaChange);
    const earlier = known.length > 0 && random.chance(0.2) ? random.pick(known) : undefined;
    if (earlier !== undefined) {
      const { id: _id, at: _at, who: first, ...act } = earlier;
      const isOther = act.do === 'limit' && random.chance(0.15);
      draft.add(first, isOther ? { ...act, value: (act.value ?? 0) + 1 } : act);
      return;
    }
    const target = random.pick(people).name;
    const times = random.chance(0.3) ? 2 : 1;
    for (let time = 0; time < times; time += 1) {
      const act = random.chance(0.7) ? drawLimit(draft, target) : drawPlan(draft, target);
      draft.add(by, act);
      if (random.chance(0.1)) draft.add(by, act);
    }
    // The user whose limit changed sends a request soon.
    if (random.chance(0.5)) return;
    draft.wait(random.pick([20, 200, 2_000, 6_000]));
    if (random.chance(0.6)) drawQuestion(draft, target);
    else drawGeneration(draft, target);
  },
  toCall(command) {
    const { who, target, request: requestId } = command;
    const common = { userId: userIdOf(target), requestId, reason };
    if (command.do === 'limit') {
      const { feature, value, until } = command;
      const expiresAt = until === null ? {} : { expiresAt: new Date(until).toISOString() };
      return phoneCall(who, 'quota', 'adjust', { ...common, feature, value, ...expiresAt });
    }
    const { plan } = command;
    return plan === null
      ? phoneCall(who, 'quota', 'endPlan', common)
      : phoneCall(who, 'quota', 'activatePlan', { ...common, planId: plan, days: 1 });
  },
};

function drawLimit(draft: Draft, target: string): LimitAct {
  const { random } = draft;
  const feature = random.pick([...features, 'chat_ap_monthly'] as const);
  const value = random.chance(0.15) ? null : random.pick(values[feature]);
  const isEnding = value !== null && random.chance(0.35);
  const until = isEnding ? draft.now() + random.between(2_000, 150_000) : null;
  return { do: 'limit', target, feature, value, until, request: draft.name('q') };
}

function drawPlan(draft: Draft, target: string): PlanAct {
  const plan = draft.random.pick(['basic', 'basic', 'plus', 'pro', null] as const);
  return { do: 'plan', target, plan, request: draft.name('q') };
}

const values: Record<Feature, readonly number[]> = {
  image_daily: [0, 1, 2, 3, 60, 250],
  chat_ap_monthly: [0, 1, 2, 3, 5, 200],
  storage_bytes: [0, 1, 150, 1_000_000],
};

export function isQuotaChange(command: CommandOf<AnyAct>): command is CommandOf<QuotaAct> {
  return command.do === 'limit' || command.do === 'plan';
}
