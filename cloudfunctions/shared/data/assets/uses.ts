import { isHolding, personKeptMs } from '../../domain/assets/asset';
import type { Asset, AssetUse } from '../../domain/assets/asset';
import type { Clock } from '../../domain/time/clock';
import { earlier } from '../../domain/time/due';
import { AppError } from '../../error';
import type { Database, Transaction } from '../core/database';
import { requireDefined } from '../core/database';
import { InvalidRowError, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseAssetOrNull, parseAssetUse } from '../rows/asset';
import { expectDueWithin } from '../timers/expect-due';

type Reference = { assetId: string; taskId: string };
const maxUses = 1000;

/**
 * Which tasks need an asset. Samples have no uses: they are never removed, and a row written by everybody's tasks would be a
 * bottleneck.
 */
export function createAssetUseRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const useOf = (transaction: Transaction, { assetId, taskId }: Reference) =>
    transaction.collection('asset_uses').doc(`${assetId}:${taskId}`);

  async function readAsset(transaction: Transaction, assetId: string): Promise<Asset | null> {
    const { data } = await transaction.collection('assets').doc(assetId).get();
    return parseAssetOrNull(data);
  }

  async function list(assetId: string): Promise<unknown[]> {
    const condition = requireDefined({ assetId });
    return (await database.collection('asset_uses').where(condition).limit(maxUses).get()).data;
  }

  function readOrReport(row: unknown): AssetUse | null {
    try {
      return parseAssetUse(row);
    } catch (error) {
      if (!(error instanceof InvalidRowError)) throw error;
      onInvalidRow(error.row);
      return null;
    }
  }

  return {
    /**
     * A task that needs the asset begins: the file stays until `endUse`. Idempotent. Throws ASSET_GONE if it was removed,
     * ASSET_REFUSED if it did not pass. The caller checks whether the asset is the user's own (`isVisibleTo`).
     */
    async addUse(transaction: Transaction, reference: Reference): Promise<Asset> {
      const asset = await readAsset(transaction, reference.assetId);
      if (asset === null || asset.removedAt !== null) throw new AppError('ASSET_GONE');
      if (asset.status === 'refused') throw new AppError('ASSET_REFUSED');
      if (asset.isSample) return asset;
      const use = useOf(transaction, reference);
      if (!isMissing((await use.get()).data)) return asset;
      const createdAt = clock.now();
      await use.set({
        data: {
          ...reference,
          ...{ userId: asset.userId, createdAt, endedAt: null, keptUntil: null },
        },
      });
      // Written so that a concurrent removal conflicts with it.
      const version = asset.version + 1;
      await transaction.collection('assets').doc(asset.id).update({ data: { version } });
      return { ...asset, version };
    },

    /**
     * The task has ended. Until `keepUntil` it may be replayed, so its files are kept, except photos of persons. Idempotent. Runs
     * in its own transaction, or in the one that ends the task.
     */
    async endUse(
      reference: Reference & { keepUntil?: Date },
      transaction?: Transaction,
    ): Promise<void> {
      const end = async (within: Transaction): Promise<void> => {
        const { assetId, taskId, keepUntil = null } = reference;
        const use = useOf(within, { assetId, taskId });
        const { data } = await use.get();
        if (isMissing(data) || parseAssetUse(data).endedAt !== null) return;
        const now = clock.now();
        const asset = await readAsset(within, assetId);
        const keptUntil = asset?.kind === 'person' ? null : keepUntil;
        await use.update({ data: { endedAt: now, keptUntil } });
        if (asset === null || asset.filesRemovedAt !== null) return;
        const lookAt = lookAfterEnd(asset, now, keptUntil);
        if (lookAt === null) return;
        const dueAt = earlier(asset.dueAt, lookAt);
        await expectDueWithin(within, dueAt ?? lookAt);
        await within
          .collection('assets')
          .doc(assetId)
          .update({ data: { dueAt, version: asset.version + 1 } });
      };
      if (transaction === undefined) await inTransaction(database, clock, end);
      else await end(transaction);
    },

    /** Whether some use still needs the file. A malformed row may be in use, so it counts, too. */
    async isHeld(assetId: string, now: Date): Promise<boolean> {
      const rows = await list(assetId);
      return rows.some((row) => {
        const use = readOrReport(row);
        return use === null || isHolding(use, now);
      });
    },

    /** When the last replayable use ends; null if an open use keeps the file, or none does. */
    async heldUntil(assetId: string, now: Date): Promise<Date | null> {
      const rows = (await list(assetId)).map(readOrReport);
      const holding = rows.filter((use) => use === null || isHolding(use, now));
      const ends = holding.map((use) => use?.keptUntil ?? null);
      const moments = ends.filter((end) => end !== null).map((end) => end.getTime());
      return ends.length === 0 || moments.length < ends.length
        ? null
        : new Date(Math.max(...moments));
    },

    async listUses(assetId: string): Promise<AssetUse[]> {
      return (await list(assetId)).map(readOrReport).filter((use) => use !== null);
    },
  };
}

/** When the file may be removed: at once if its owner has removed it, a day later for a person, else never. */
function lookAfterEnd({ kind, removedAt }: Asset, now: Date, keptUntil: Date | null): Date | null {
  if (removedAt !== null) return keptUntil ?? now;
  return kind === 'person' ? new Date(now.getTime() + personKeptMs) : null;
}
