import type { Share } from '../../domain/work/share';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseShare, toShareRow } from '../rows/share';

export type ShareRepository = ReturnType<typeof createShareRepository>;

/** A malformed row counts as none: its view is closed, and sharing the work again replaces it. */
export function createShareRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const reader = createRowReader(parseShare, onInvalidRow);
  const shares = () => database.collection('shares');

  /** False: it has ended or was shared anew meanwhile. */
  async function change({ workId, token }: Share, states: Share['state'][], data: object) {
    const standing = requireDefined({ _id: workId, token, state: command.in(states) });
    return (await shares().where(standing).update({ data })).stats.updated > 0;
  }

  return {
    async find(workId: string): Promise<Share | null> {
      return reader.readOptional((await shares().doc(workId).get()).data);
    },

    async findOpen(token: string): Promise<Share | null> {
      const { data } = await shares()
        .where(requireDefined({ token, state: 'open' }))
        .limit(1)
        .get();
      return reader.readOptional(data[0]);
    },

    /** Returns the existing share; `fresh` replaces one that has ended, whose copy must have been removed. */
    begin(fresh: Share): Promise<Share> {
      return inTransaction(database, clock, async (transaction) => {
        const reference = transaction.collection('shares').doc(fresh.workId);
        const standing = reader.readOptional((await reference.get()).data);
        if (standing !== null && standing.state !== 'ended') return standing;
        await reference.set({ data: toShareRow(fresh) });
        return fresh;
      });
    },

    /** The copy exists, so the view opens. */
    open(share: Share, fileId: string, now: Date): Promise<boolean> {
      return change(share, ['copying'], { state: 'open', fileId, updatedAt: now });
    },

    setWithPrompt(share: Share, withPrompt: boolean, now: Date): Promise<boolean> {
      return change(share, ['copying', 'open'], { withPrompt, updatedAt: now });
    },

    /** Closes the view. Afterwards its copy must be removed, and `forgetCopy` called. */
    async end(share: Share, state: 'ended' | 'refused', now: Date): Promise<void> {
      await change(share, ['copying', 'open'], { state, updatedAt: now });
    },

    async forgetCopy(share: Share, now: Date): Promise<void> {
      await change(share, ['ended', 'refused'], { fileId: '', path: '', updatedAt: now });
    },

    async remove(workId: string): Promise<void> {
      await shares()
        .where(requireDefined({ _id: workId }))
        .remove();
    },
  };
}
