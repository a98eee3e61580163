import * as z from 'zod';
import { parkedUntil, parkedVerdictMs } from '../../domain/moderation/media-check';
import type { Database } from '../core/database';
import type { Sign } from '../timers/sign';

const Id = z.object({ _id: z.string() });
const Parked = z.object({ verdictAt: z.date() });

/** Verdicts whose trace no submission of ours has recorded, oldest first. */
export function createParkedVerdicts(database: Database) {
  const { command } = database;
  const checks = () => database.collection('media_checks');
  const parked = { subjectKey: null, verdictAt: command.gt(new Date(0)) };

  return {
    parkedSign(): Sign {
      return { collection: 'media_checks', where: parked };
    },

    /** Parked verdicts so old that no submission can still claim them. */
    async listForgotten(now: Date, limit: number): Promise<{ id: string }[]> {
      const bound = new Date(now.getTime() - parkedVerdictMs);
      const { data } = await checks()
        .where({ subjectKey: null, verdictAt: command.lte(bound) })
        .orderBy('verdictAt', 'asc')
        .field({ _id: true })
        .limit(limit)
        .get();
      return data.flatMap((row) => Id.safeParse(row).data ?? []).map(({ _id: id }) => ({ id }));
    },

    /** Keeps the verdict if a submission has claimed it meanwhile. */
    async forget(traceId: string): Promise<void> {
      await checks().where({ _id: traceId, subjectKey: null }).remove();
    },

    async nextForgottenAt(): Promise<Date | null> {
      const { data } = await checks().where(parked).orderBy('verdictAt', 'asc').limit(1).get();
      const row = Parked.safeParse(data[0]);
      return row.success ? parkedUntil(row.data.verdictAt) : null;
    },
  };
}
