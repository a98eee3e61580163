import { defineAction } from '../../shared/action';
import type { Context } from '../../shared/context';
import { aiGenerate } from '../../shared/contracts/aiGenerate';
import { newMember } from '../../shared/data/users/members';
import type { Member } from '../../shared/data/users/members';
import { businessDay } from '../../shared/domain/time/business-day';
import { dailyUsage } from '../../shared/domain/quota/usage';
import type { DailyUsage } from '../../shared/domain/quota/usage';
import { findWaitingIds, maxSettled, settleOwn } from '../../shared/flows/generation/interrupted';
import { startOf } from '../../shared/paging';
import { toWorkViews } from '../../shared/views';

const healthWindowMs = 15 * 60_000;

type UsageNeeds = Pick<Context, 'caller' | 'clock' | 'users'> & {
  works: Pick<Context['works'], 'countDay'>;
};

export const getDailyUsage = defineAction(aiGenerate.getDailyUsage, {
  access: 'member',
  async run(_, context) {
    const { caller, clock, users, works } = context;
    const ofUser = works.maintenance.abandonedOf(caller.userId, clock.now(), maxSettled);
    const found = users.members.findWithAbandoned(caller.userId, ofUser);
    const [usage, { abandoned }] = await Promise.all([
      usageOf(
        found.then(({ member }) => member),
        context,
      ),
      found,
    ]);
    const hasChanged = await settleOwn({ waitingIds: [], shown: abandoned }, context);
    return hasChanged ? readDailyUsage(context) : usage;
  },
});

export function readDailyUsage(needs: UsageNeeds): Promise<DailyUsage> {
  return usageOf(needs.users.members.find(needs.caller.userId), needs);
}

async function usageOf(
  reading: Promise<Member | null>,
  { caller, clock, users, works }: UsageNeeds,
): Promise<DailyUsage> {
  const now = clock.now();
  const [member, count] = await Promise.all([
    reading,
    works.countDay(caller.userId, businessDay(now)),
  ]);
  const { facts } = member ?? newMember((await users.create(caller, now)).user);
  return dailyUsage(facts, count.used, now);
}

export const getHistory = defineAction(aiGenerate.getHistory, {
  access: 'member',
  async run({ cursor, pageSize }, context) {
    const { caller, works } = context;
    const readPage = () => works.listHistory(caller.userId, startOf(cursor), pageSize);
    const [page, waitingIds] = await Promise.all([
      readPage(),
      cursor == null ? findWaitingIds(caller.userId, context) : [],
    ]);
    const hasChanged = await settleOwn({ waitingIds, shown: page.rows }, context);
    const { rows, nextCursor } = hasChanged ? await readPage() : page;
    return { works: await toWorkViews(rows, context), nextCursor };
  },
});

/** Recent outcomes of each provider, taken from the works: probing a provider costs money. */
export const getServiceStatus = defineAction(aiGenerate.getServiceStatus, {
  access: 'member',
  async run(_, { clock, providers: vendors, works }) {
    const now = clock.now();
    const since = new Date(now.getTime() - healthWindowMs);
    const checkedAt = now.toISOString();
    const painters = await vendors.painters();
    if (painters.length === 0) {
      const none = { recentSuccesses: 0, recentFailures: 0, checkedAt };
      return { providers: [{ name: 'zhipu', status: 'notConfigured' as const, ...none }] };
    }
    const providers = await Promise.all(
      painters.map(async ({ name }) => {
        const { successes, failures } = await works.countOutcomes(name, since);
        const status = health(successes, failures);
        return { name, status, recentSuccesses: successes, recentFailures: failures, checkedAt };
      }),
    );
    return { providers };
  },
});

function health(successes: number, failures: number): 'ok' | 'degraded' | 'down' {
  if (failures < 3) return 'ok';
  if (successes === 0) return 'down';
  return failures > successes ? 'degraded' : 'ok';
}
