import type { InputOf } from '../../cloudfunctions/shared/contracts';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { succeeded } from './studio';
import type { Studio } from './studio';
import { tickNow } from './tick';

type Adjustment = Partial<InputOf<'quota', 'adjust'>>;

let requests = 0;
/** A new request id, as for a tap. */
export const nextRequest = () => `tap-${(requests += 1)}`;

/** The calls of an admin (`root`) and of alice, and the rows behind them. */
export function openDesk(studio: Studio, who = 'alice', admin = 'root') {
  const userId = userIdOf(who);
  const row = (collection: string) =>
    studio.cloud.collection(collection).rows({ _id: userId })[0] ?? null;
  const desk = {
    userId,
    ask: (changes: Adjustment = {}, by = admin) =>
      studio.call(by, 'quota', 'adjust', {
        ...{ userId, feature: 'image_daily', value: 60, reason: '补偿' },
        requestId: nextRequest(),
        ...changes,
      }),
    adjust: async (changes: Adjustment = {}) => succeeded(await desk.ask(changes)),
    activate: async (planId: string, days?: number, requestId = nextRequest()) =>
      succeeded(
        await studio.call(admin, 'quota', 'activatePlan', {
          ...{ userId, planId, reason: '线下购买', requestId },
          ...(days === undefined ? {} : { days }),
        }),
      ),
    end: (requestId = nextRequest()) =>
      studio.call(admin, 'quota', 'endPlan', { userId, reason: '退款', requestId }),
    overview: async () => succeeded(await studio.call(who, 'quota', 'getOverview', {})),
    state: async (feature: string) => {
      const { features } = await desk.overview();
      const found = features.find((state) => state.feature === feature);
      if (found === undefined) throw new Error(`There is no ${feature}.`);
      return found;
    },
    daily: async () => succeeded(await studio.call(who, 'aiGenerate', 'getDailyUsage', {})),
    user: async () => succeeded(await studio.call(who, 'userInfo', 'getUserInfo', {})).user,
    generate: () =>
      studio.call(who, 'aiGenerate', 'generate', {
        requestId: nextRequest(),
        prompt: '雨中的橘猫',
      }),
    subscription: () => row('user_subscriptions'),
    overviewRow: () => row('quota_overviews'),
    audits: (): Document[] => studio.cloud.collection('quota_audit_logs').rows(),
    moveTo: (now: string) => studio.cloud.control('PUT', '/local/clock', { now }),
    syncByTimer: () => tickNow(studio.cloud),
  };
  return desk;
}
export type Desk = ReturnType<typeof openDesk>;
