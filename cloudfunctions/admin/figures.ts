import type { Context } from '../shared/context';
import type { Overview } from '../shared/contracts/admin';
import { maxWorksSeen } from '../shared/data/overview/overview';
import {
  startOfDay,
  startOfHours,
  sumSince,
  toDuration,
  toHours,
} from '../shared/domain/overview/figures';
import { configuredCapabilities } from '../shared/domain/provider/api-config';
import { healthy, readiness } from '../shared/domain/tasks/health';

type Needs = Pick<Context, 'apiConfigs' | 'overview' | 'providers' | 'settings' | 'tasks'>;
type Figures = Omit<Overview, 'at' | 'alarms'>;

/** Statuses of an order whose payment was honoured. */
const honoured = ['credited', 'refunding', 'partly_refunded', 'refunded'];

/** 18 concurrent database calls, each reading one index range; docs/decisions lists them. */
export async function readFigures(needs: Needs, now: Date): Promise<Figures> {
  const { overview } = needs;
  const count = (collection: string, where: object) => overview.count(collection, where);
  const since = earlier(startOfDay(now), startOfHours(now));
  const [groups, durations, queued, drawing, arrived, checked, oldest, ...rest] = await Promise.all(
    [
      overview.groupWorks(since),
      overview.recentDurations(),
      count('task_jobs', { state: 'queued' }),
      count('task_jobs', { state: 'accepted' }),
      count('task_jobs', { state: 'arrived' }),
      count('task_jobs', { state: 'checked' }),
      overview.oldestQueuedAt(),
      overview.paidSince(startOfDay(now)),
      overview.parked(),
      count('task_jobs', { state: 'dead', discardedAt: null }),
      count('emergency_backup', { isRecovered: false }),
      count('proposals', { status: 'open' }),
      countProviders(needs, now),
    ] as const,
  );
  const [paid, parked, deadJobs, waitingBackups, openProposals, providers] = rest;
  const hours = toHours(groups, now);
  const today = sumSince(hours, startOfDay(now));
  const seen = groups.reduce((sum, group) => sum + group.count, 0);
  const money = (rows: typeof paid) => ({
    count: rows.reduce((sum, row) => sum + row.count, 0),
    fen: rows.reduce((sum, row) => sum + row.fen, 0),
  });
  const credited = paid.filter(({ status }) => honoured.includes(status));
  return {
    works: {
      ...{ today: today.all, completed: today.completed, failed: today.failed },
      isCut: seen >= maxWorksSeen,
      hours: hours.map((hour) => ({ ...hour, at: hour.at.toISOString() })),
    },
    duration: toDuration(durations),
    queue: {
      ...{ queued, drawing, checking: arrived + checked },
      oldestAt: oldest?.toISOString() ?? null,
    },
    ...{ deadJobs, waitingBackups, openProposals, providers },
    money: {
      ...{ paidCount: money(paid).count, paidFen: money(paid).fen },
      ...{ creditedCount: money(credited).count, creditedFen: money(credited).fen },
      ...{ parkedCount: money(parked).count, parkedFen: money(parked).fen },
      env: needs.settings.paymentEnv,
    },
  };
}

async function countProviders(
  { apiConfigs, providers, tasks }: Needs,
  now: Date,
): Promise<Overview['providers']> {
  const [health, ...lists] = await Promise.all([
    tasks.health.list(),
    ...configuredCapabilities.map((capability) => apiConfigs.list(capability)),
  ]);
  const counts = { working: 0, cooling: 0, off: 0, withoutKey: 0 };
  for (const { provider, isActive } of lists.flat()) {
    const standing = health.get(provider) ?? healthy(provider);
    if (!isActive) counts.off += 1;
    else if (providers.vendor(provider) === null) counts.withoutKey += 1;
    else if (readiness(standing, now) === 'ready') counts.working += 1;
    else counts.cooling += 1;
  }
  return counts;
}

function earlier(one: Date, other: Date): Date {
  return one < other ? one : other;
}
