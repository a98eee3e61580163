import * as z from 'zod';
import { hasWorked } from '../../domain/provider/api-config';
import type { ApiConfig } from '../../domain/provider/api-config';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import { isAudited, writeAudit } from '../core/audit';
import type { AdminRequest } from '../core/audit';
import type { Database, Transaction } from '../core/database';
import { omitUndefined } from '../core/database';
import { inTransaction } from '../core/transaction';
import { parseAdminLog } from '../rows/admin-log';
import { isMissing } from '../core/rows';
import { parseApiConfigOrNull } from '../rows/api-config';

/** The settings of a model that admins change. */
export type Settings = Pick<
  ApiConfig,
  'priority' | 'weight' | 'maxConcurrent' | 'perMinute' | 'isActive'
>;

const Changed = z.object({
  priority: z.number().optional(),
  weight: z.number().optional(),
  maxConcurrent: z.number().optional(),
  perMinute: z.number().optional(),
  isActive: z.boolean().optional(),
});
const Versioned = z.object({ version: z.number().int() });

export type ModelChangeRepository = ReturnType<typeof createModelChangeRepository>;

/** Each change of a model's row writes a line to `admin_logs` in the same transaction, once per request. */
export function createModelChangeRepository(database: Database, clock: Clock) {
  async function change(
    request: AdminRequest,
    toChanges: (transaction: Transaction, standing: ApiConfig) => Promise<Partial<Settings>>,
  ): Promise<void> {
    await inTransaction(database, clock, async (transaction) => {
      if (await isAudited(transaction, request)) return;
      const reference = transaction.collection('api_configs').doc(request.target);
      const standing = parseApiConfigOrNull((await reference.get()).data);
      if (standing === null) throw new AppError('NOT_FOUND');
      const changes = await toChanges(transaction, standing);
      const names = Object.keys(changes) as (keyof Settings)[];
      const before = Object.fromEntries(names.map((name) => [name, standing[name]]));
      const version = standing.version + 1;
      await reference.update({ data: { ...changes, version } });
      const entry = {
        before: { ...before, version: standing.version },
        after: { ...changes, version },
      };
      await writeAudit(transaction, request, entry, clock.now());
    });
  }

  return {
    /**
     * Throws CHANGED_MEANWHILE if the row is not the version the admin saw, and MODEL_UNTESTED when switching on a model that has
     * not passed a test.
     */
    save: (request: AdminRequest, version: number, settings: Settings): Promise<void> =>
      change(request, (_, standing) => {
        if (standing.version !== version) throw new AppError('CHANGED_MEANWHILE');
        if (settings.isActive && !standing.isActive && !hasWorked(standing)) {
          throw new AppError('MODEL_UNTESTED');
        }
        return Promise.resolve(differences(settings, standing));
      }),

    /** Restores what the change has changed. Throws NOTHING_TO_UNDO if the row has changed since. */
    undo: (request: AdminRequest, changeId: string): Promise<void> =>
      change(request, async (transaction, standing) => {
        const { data } = await transaction.collection('admin_logs').doc(changeId).get();
        if (isMissing(data)) throw new AppError('NOTHING_TO_UNDO');
        const log = parseAdminLog(data);
        const after = Versioned.safeParse(log.after).data;
        const before = Changed.safeParse(log.before).data;
        const isLatest = log.target === standing.id && after?.version === standing.version;
        if (!isLatest || before === undefined) throw new AppError('NOTHING_TO_UNDO');
        return omitUndefined(before);
      }),
  };
}

function differences(settings: Settings, standing: ApiConfig): Partial<Settings> {
  return Object.fromEntries(
    Object.entries(settings).filter(([name, value]) => standing[name as keyof Settings] !== value),
  );
}
