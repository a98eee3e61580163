import { maxStoringMs } from '../../domain/assets/asset';
import type { Asset, AssetKind, AssetRefusal } from '../../domain/assets/asset';
import type { Page, Position } from '../../domain/cursor';
import { assetIdOf } from '../../domain/ids';
import type { Clock } from '../../domain/time/clock';
import type { Database, Transaction } from '../core/database';
import { requireDefined } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { findNewest } from '../core/newest';
import { nextDueAt } from '../core/next-due';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { inTransaction } from '../core/transaction';
import { parseAsset, parseAssetOrNull, toAssetRow } from '../rows/asset';
import { expectDueWithin } from '../timers/expect-due';
import type { Sign } from '../timers/sign';

/** What the caller of `begin` provides; the rest is derived. */
export type NewAsset = Pick<
  Asset,
  | ('userId' | 'openid' | 'kind' | 'digest' | 'md5' | 'bytes' | 'width' | 'height')
  | ('thumbnailBytes' | 'source' | 'consentVersion')
>;
type Paths = (assetId: string) => Pick<Asset, 'fileId' | 'thumbnailFileId'>;
type Change = Partial<Asset>;

const maxCopies = 100;

/** `assets`: one row per photo that a user keeps. It exists before the files are written and until after they are removed. */
export function createAssetRepository(
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const { command } = database;
  const assets = () => database.collection('assets');
  const reader = createRowReader(parseAsset, onInvalidRow);

  /** Returns the row after the change; null if there is none. An empty change writes nothing. */
  function changeOne(assetId: string, change: (asset: Asset) => Change): Promise<Asset | null> {
    return inTransaction(database, clock, async (transaction) => {
      const reference = transaction.collection('assets').doc(assetId);
      const asset = parseAssetOrNull((await reference.get()).data);
      if (asset === null || asset.isSample) return null;
      const changed = change(asset);
      if (Object.keys(changed).length === 0) return asset;
      return write(transaction, asset, changed);
    });
  }

  async function write(transaction: Transaction, asset: Asset, changed: Change): Promise<Asset> {
    const data = { ...changed, version: asset.version + 1 };
    if (data.dueAt != null) await expectDueWithin(transaction, data.dueAt);
    await transaction.collection('assets').doc(asset.id).update({ data });
    return { ...asset, ...data };
  }

  return {
    async find(assetId: string): Promise<Asset | null> {
      return reader.readOptional((await assets().doc(assetId).get()).data);
    },

    /**
     * The user's own photo with this digest (SHA-256 or MD5, told apart by length). Photos that were removed or never got a
     * verdict are not found, so that they may be tried again.
     */
    async findByDigest(userId: string, kind: AssetKind, digest: string): Promise<Asset | null> {
      const field = digest.length === 32 ? 'md5' : 'digest';
      const { data } = await assets()
        .where(requireDefined({ userId, [field]: digest }))
        .limit(maxCopies)
        .get();
      return reader.readAll(data).find((asset) => asset.kind === kind && isKept(asset)) ?? null;
    },

    async list(
      userId: string,
      kind: AssetKind,
      from: Position,
      size: number,
    ): Promise<Page<Asset>> {
      const condition = requireDefined({ userId, kind, removedAt: null });
      const rows = await findNewest(database, 'assets', condition, from, size + 1);
      return reader.readPage(rows, size);
    },

    async listSamples(kind: AssetKind): Promise<Asset[]> {
      const { data } = await assets()
        .where({ isSample: true, kind })
        .orderBy('_id', 'asc')
        .limit(100)
        .get();
      return reader.readAll(data).filter(({ removedAt }) => removedAt === null);
    },

    /**
     * Records a photo before its files are written, so that the sweep finds what a call that died has left. The same photo uses
     * the same row; if its files may be missing, this call writes them again.
     */
    async begin(asset: NewAsset, paths: Paths, now: Date): Promise<Asset> {
      const { userId, kind, digest } = asset;
      const condition = requireDefined({ userId, digest });
      const { data: copies } = await assets().where(condition).limit(maxCopies).get();
      const ofKind = reader.readAll(copies).filter((copy) => copy.kind === kind);
      const kept = ofKind.find(isKept);
      const dueAt = new Date(now.getTime() + maxStoringMs);
      // Removed rows keep their ids, so that a late verdict never applies to another picture.
      for (let times = ofKind.length; ; times += 1) {
        const id =
          times === ofKind.length && kept ? kept.id : assetIdOf(userId, kind, digest, times);
        const begun = await inTransaction(database, clock, async (transaction) => {
          const reference = transaction.collection('assets').doc(id);
          const standing = parseAssetOrNull((await reference.get()).data);
          // Removed after the copies were read.
          if (standing !== null && !isKept(standing)) return null;
          if (standing !== null && standing.stage !== 'begun') return standing;
          if (standing !== null) {
            return write(transaction, standing, { source: asset.source, dueAt });
          }
          const created: Asset = {
            ...{ id, ...asset, ...paths(id), isSample: false, name: '', status: 'pending' },
            ...(asset.consentVersion === undefined ? {} : { consentAt: now }),
            ...{ stage: 'begun', traceId: '', createdAt: now, removedAt: null },
            ...{ filesRemovedAt: null, dueAt, version: 0 },
          };
          await expectDueWithin(transaction, dueAt);
          await reference.set({ data: toAssetRow(created) });
          return created;
        });
        if (begun !== null) return begun;
      }
    },

    /** Its files are stored. Null or a removed row: it was removed meanwhile, and the files must be removed. */
    noteStored(assetId: string): Promise<Asset | null> {
      return changeOne(assetId, ({ stage }) => (stage === 'begun' ? { stage: 'stored' } : {}));
    },

    /** Its moderation has begun, and its upload is removed. `dueAt` is when it must be looked at again. */
    noteSubmitted(assetId: string, traceId: string, dueAt: Date | null): Promise<Asset | null> {
      return changeOne(assetId, ({ stage, removedAt }) =>
        stage === 'stored' && removedAt === null ? { stage: 'submitted', traceId, dueAt } : {},
      );
    },

    /** It passed moderation and may be used, unless an earlier verdict has refused it. */
    pass(assetId: string): Promise<Asset | null> {
      return changeOne(assetId, ({ status }) => (status === 'pending' ? { status: 'usable' } : {}));
    },

    /** It may no longer be used, even if it was usable before. Its files must be removed. */
    refuse(assetId: string, reason: AssetRefusal, now: Date): Promise<Asset | null> {
      return changeOne(assetId, ({ status }) =>
        status === 'refused' ? {} : { status: 'refused', reason, dueAt: now },
      );
    },

    /** Hides it from its owner and from new tasks. */
    hide(assetId: string, now: Date): Promise<Asset | null> {
      return changeOne(assetId, ({ removedAt }) =>
        removedAt === null ? { removedAt: now, dueAt: now } : {},
      );
    },

    /** Only if unchanged since it was read: a use that began meanwhile has changed it. */
    async planLook({ id, version }: Asset, dueAt: Date | null): Promise<boolean> {
      const { stats } = await assets()
        .where({ _id: id, version })
        .update({ data: { dueAt, version: version + 1 } });
      return stats.updated > 0;
    },

    /** Hides an asset that is unchanged since it was read; false if it has changed. */
    async hideUnchanged({ id, version }: Asset, now: Date): Promise<boolean> {
      const { stats } = await assets()
        .where({ _id: id, version })
        .update({ data: { removedAt: now, dueAt: now, version: version + 1 } });
      return stats.updated > 0;
    },

    /** Its files were removed. */
    noteFilesRemoved(assetId: string, now: Date): Promise<Asset | null> {
      return changeOne(assetId, () => ({ filesRemovedAt: now, dueAt: null }));
    },

    /** Every row of a user, in any state. */
    async listOwned(userId: string): Promise<LazyRow<Asset>[]> {
      const { data } = await assets().where(requireDefined({ userId })).limit(100).get();
      return data.map((row) => toLazyRow(row, parseAsset));
    },

    /** Removes the row and its uses. */
    async erase(assetId: string): Promise<void> {
      await database.collection('asset_uses').where(requireDefined({ assetId })).remove();
      await assets().doc(assetId).remove();
    },

    sign(): Sign {
      return { collection: 'assets', where: { dueAt: command.gt(new Date(0)) } };
    },

    nextDueAt: () => nextDueAt(database, 'assets'),

    async listDue(now: Date, limit: number): Promise<LazyRow<Asset>[]> {
      const { data } = await assets()
        .where({ dueAt: command.lte(now) })
        .orderBy('dueAt', 'asc')
        .limit(limit)
        .get();
      return data.map((row) => toLazyRow(row, parseAsset));
    },
  };
}

function isKept({ removedAt, reason }: Asset): boolean {
  return removedAt === null && reason !== 'expired';
}
