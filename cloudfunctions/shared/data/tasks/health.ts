import { afterFailure, healthy, probeMs } from '../../domain/tasks/health';
import type { ProviderHealth } from '../../domain/tasks/health';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseProviderHealth } from '../rows/provider-health';

export type HealthRepository = ReturnType<typeof createHealthRepository>;

export function createHealthRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parseProviderHealth, onInvalidRow);
  const rows = () => database.collection('provider_health');

  return {
    /** A malformed row counts as healthy: calling the vendor will show its real state. */
    async list(): Promise<ReadonlyMap<string, ProviderHealth>> {
      const { data } = await rows().where({}).limit(100).get();
      return new Map(reader.readAll(data).map((health) => [health.provider, health]));
    },

    /** Takes the single probe after a cooldown. False: another job has it. */
    async probe({ provider, cooldownUntil, probeUntil }: ProviderHealth): Promise<boolean> {
      const { stats } = await rows()
        .where({ _id: provider, cooldownUntil, probeUntil })
        .update({ data: { probeUntil: new Date(clock.now().getTime() + probeMs) } });
      return stats.updated > 0;
    },

    async failed(
      provider: string,
      failure: { isDisabled: boolean; reason: string },
    ): Promise<ProviderHealth> {
      return inTransaction(database, clock, async (transaction) => {
        const reference = transaction.collection('provider_health').doc(provider);
        const now = clock.now();
        const standing = reader.readOptional((await reference.get()).data) ?? healthy(provider);
        const { provider: _, ...data } = afterFailure(standing, failure, now);
        await reference.set({ data: { ...data, updatedAt: now } });
        return { provider, ...data };
      });
    },

    /** The vendor works. Writes only if failures were recorded. */
    async worked(provider: string): Promise<void> {
      const { provider: _, ...data } = healthy(provider);
      await rows()
        .where({ _id: provider, failures: database.command.gt(0) })
        .update({ data: { ...data, updatedAt: clock.now() } });
    },
  };
}
