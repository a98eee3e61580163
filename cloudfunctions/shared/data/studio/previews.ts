import type { Preview } from '../../domain/studio/preview';
import type { Clock } from '../../domain/time/clock';
import { AppError } from '../../error';
import { isAudited, writeAudit } from '../core/audit';
import type { AdminRequest } from '../core/audit';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { fixedWaits, retry } from '../core/retry';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parsePreview, toPreviewData } from '../rows/preview';

export type PreviewRepository = ReturnType<typeof createPreviewRepository>;

/** One row per scene or template: its latest preview. */
export function createPreviewRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const reader = createRowReader(parsePreview, onInvalidRow);
  const previews = () => database.collection('previews');
  return {
    /** A malformed row counts as none: the next preview replaces it. */
    async find(target: string): Promise<Preview | null> {
      return reader.readOptional((await previews().doc(target).get()).data);
    },

    /**
     * Records that the order is about to be sent. False: this request has already done so, so nothing may be sent. Throws BUSY
     * while another preview of the same target is running.
     */
    begin(request: AdminRequest, preview: Preview): Promise<boolean> {
      return inTransaction(database, clock, async (transaction) => {
        if (await isAudited(transaction, request)) return false;
        const reference = transaction.collection('previews').doc(preview.target);
        const standing = reader.readOptional((await reference.get()).data);
        const now = clock.now();
        if (standing?.state === 'running' && now < standing.deadline) throw new AppError('BUSY');
        await reference.set({ data: toPreviewData(preview) });
        const { configId, costFen } = preview;
        await writeAudit(transaction, request, { before: {}, after: { configId, costFen } }, now);
        return true;
      });
    },

    /** Writes only while this very preview is running: an ended preview stays as it is. */
    async change(preview: Preview): Promise<void> {
      const { target, requestId } = preview;
      const standing = { ...requireDefined({ _id: target, requestId }), state: 'running' };
      await retry(clock, fixedWaits(200, 1_000), () =>
        previews()
          .where(standing)
          .update({ data: toPreviewData(preview) }),
      );
    },
  };
}
