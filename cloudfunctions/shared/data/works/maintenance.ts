import { legacyLeaseMs, maxLeaseMs } from '../../domain/work/lease';
import { runningStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import type { Database, Query } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import type { Sign } from '../timers/sign';
import { parseWork } from '../rows/work';
import { heldToken } from './outcomes';

export type WorkMaintenance = ReturnType<typeof createWorkMaintenance>;

/** The queries of the sweep, and its marks on the rows. */
export function createWorkMaintenance(database: Database) {
  const { command } = database;
  const works = () => database.collection('works');

  const ofGenerate = {
    status: command.in(runningStatuses),
    type: command.in(['text2img', null]),
  };
  const toRemove = { hasFilesToRemove: true };
  const withoutThumbnail = { thumbnailUrl: '', status: 'completed', deletedAt: null };

  const toLazyWorks = async (query: Query): Promise<LazyRow<Work>[]> =>
    (await query.get()).data.map((row) => toLazyRow(row, parseWork));

  return {
    /** Running works whose lease has expired, longest first. Works of a task are excluded: their jobs hold the leases. */
    async listAbandoned(now: Date, limit: number): Promise<LazyRow<Work>[]> {
      const expired = (leaseUntil: unknown, more: object = {}) =>
        toLazyWorks(
          works()
            .where({ ...ofGenerate, leaseUntil, ...more })
            .orderBy('leaseUntil', 'asc')
            .limit(limit),
        );
      const [past, tooFarAhead, legacy] = await Promise.all([
        expired(command.lte(now)),
        expired(command.gt(later(now, maxLeaseMs))),
        expired(null, { createdAt: command.lte(later(now, -legacyLeaseMs)) }),
      ]);
      return [...past, ...tooFarAhead, ...legacy].slice(0, limit);
    },

    signs(): Sign[] {
      return [ofGenerate, toRemove, withoutThumbnail].map((where) => ({
        collection: 'works',
        where,
      }));
    },

    /** When the next lease of a running work expires. */
    async nextLeaseEnd(now: Date): Promise<Date | null> {
      const { data } = await works()
        .where({
          ...ofGenerate,
          leaseUntil: command.gt(now).and(command.lte(later(now, maxLeaseMs))),
        })
        .orderBy('leaseUntil', 'asc')
        .field({ leaseUntil: true })
        .limit(1)
        .get();
      return (data as { leaseUntil: Date }[])[0]?.leaseUntil ?? null;
    },

    /** A lookup of a user's running works whose lease has expired, for use in another query about the user. */
    abandonedOf(userId: string, now: Date, limit: number) {
      const where = { ...ofGenerate, userId, leaseUntil: command.lte(now) };
      const pipeline = command.aggregate.pipeline().match(where).limit(limit).done();
      return { from: 'works', as: 'abandoned' as const, pipeline };
    },

    /**
     * Takes over a running work under a new token, so that the previous holder can no longer write. Null: another call was
     * faster, or the work has ended. Must come before looking for a backup and a picture: see `confirmSaved`.
     */
    async claim(work: Work, leaseUntil: Date): Promise<Work | null> {
      const lease = { leaseToken: work.leaseToken + 1, leaseUntil };
      const { stats } = await works()
        .where({
          _id: work.id,
          status: command.in(runningStatuses),
          leaseToken: heldToken(work),
        })
        .update({ data: lease });
      return stats.updated > 0 ? { ...work, ...lease } : null;
    },

    async markFilesRemoved(workId: string, now: Date): Promise<void> {
      await works()
        .doc(workId)
        .update({ data: { hasFilesToRemove: false, filesRemovedAt: now } });
    },

    /** Deleted or failed works whose files still exist. */
    listWithFilesToRemove(limit: number): Promise<LazyRow<Work>[]> {
      return toLazyWorks(works().where(toRemove).limit(limit));
    },

    /** The given files that a work still shows which is not deleted. */
    async findUsedFiles(fileIds: readonly string[]): Promise<Set<string>> {
      const used = new Set<string>();
      await Promise.all(
        (['imageUrl', 'images', 'thumbnailUrl'] as const).map(async (field) => {
          const { data } = await works()
            .where({ [field]: command.in(fileIds), deletedAt: null })
            .field({ [field]: true })
            .limit(100)
            .get();
          for (const row of data as Partial<Record<typeof field, string | string[]>>[]) {
            for (const fileId of [row[field] ?? []].flat()) used.add(fileId);
          }
        }),
      );
      return used;
    },

    listWithoutThumbnail(limit: number): Promise<LazyRow<Work>[]> {
      return toLazyWorks(works().where(withoutThumbnail).orderBy('createdAt', 'desc').limit(limit));
    },
  };
}

function later(now: Date, ms: number): Date {
  return new Date(now.getTime() + ms);
}
