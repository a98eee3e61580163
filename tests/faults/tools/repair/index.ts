import cloud from 'wx-server-sdk';
import { checkIntegrity } from '../../../../cloudfunctions/shared/integrity/checks/check';
import type { AdminDatabase } from '../../../../cloudfunctions/shared/integrity/admin-database';
import type { Database } from '../../../../cloudfunctions/shared/data/core/database';
import {
  planCountRepairs,
  repairCount,
} from '../../../../cloudfunctions/shared/integrity/repairs/repair';
import { planApRepairs, repairAp } from '../../../../cloudfunctions/shared/integrity/repairs/ap';
import { findQuotaDrift } from '../../../../cloudfunctions/shared/integrity/checks/quota-drift';
import { openQuotaRepair } from '../../../../cloudfunctions/shared/integrity/repairs/quota';
import {
  planStorageRepairs,
  repairStorage,
} from '../../../../cloudfunctions/shared/integrity/repairs/storage';
import { systemClock } from '../../../../cloudfunctions/shared/clock';

/** An admin's scripts, packed as a function so that they run in the scenario's virtual time. */
export type RepairSummary = { repairs: number; repairsLeft: number; problems: string[] };

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV as unknown as string });
const database = cloud.database({
  throwOnNotFound: false,
} as Parameters<typeof cloud.database>[0]) as unknown as AdminDatabase & Database;

export async function main(): Promise<RepairSummary> {
  const clock = systemClock;
  const by = { runId: 'run_1', operator: 'admin' };
  const { repairs } = await planCountRepairs(database, { clock });
  for (const repair of repairs) await repairCount(database, clock, repair, by, clock.now());
  const drifts = await planStorageRepairs(database, { clock });
  for (const drift of drifts) await repairStorage(database, clock, drift, by, clock.now());
  const quotas = await findQuotaDrift(database, { clock, now: clock.now() });
  const repairQuota = await openQuotaRepair(database, clock, by, () => undefined);
  for (const userId of new Set(quotas.map((drift) => drift.userId))) {
    await repairQuota(userId, quotas, clock.now());
  }
  const accounts = await planApRepairs(database, { clock, now: clock.now() });
  for (const account of accounts) {
    await repairAp(database, clock, account, by, clock.now(), () => undefined);
  }
  const again = await planCountRepairs(database, { clock });
  const driftsLeft = await planStorageRepairs(database, { clock });
  const quotasLeft = await findQuotaDrift(database, { clock, now: clock.now() });
  const report = await checkIntegrity(database, {
    mode: 'full',
    now: clock.now(),
    clock,
    keep: 3,
    findMissing: null,
    listFiles: null,
    findMissingIndexes: null,
  });
  return {
    repairs: repairs.length + drifts.length + quotas.length + accounts.length,
    repairsLeft:
      again.repairs.length + again.waiting.length + driftsLeft.length + quotasLeft.length,
    problems: report.problems.map(({ problem, count }) => `${count} ${problem}`),
  };
}
