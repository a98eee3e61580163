import { AppError } from '../../error';
import { byNewest, toPage, top } from '../../domain/cursor';
import type { Page, Position } from '../../domain/cursor';
import { countedStatuses, runningStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import type { Database } from '../core/database';
import { exactly } from '../core/database';
import { findNewest } from '../core/newest';
import { unread } from '../core/lazy-row';
import type { Unread } from '../core/lazy-row';
import { parseWork, parseWorkOrNull } from '../rows/work';

export type DayCount = {
  /** Works that count for the day. */
  used: number;
  /** Those of them that wait in the backup and have no row, so no seat. */
  withoutRow: number;
};
export type WorkFilter = { type?: Work['type']; isFavorite?: true };
export type WorkRepository = ReturnType<typeof createWorkRepository>;

const mostRunning = 10;

export function createWorkRepository(database: Database) {
  const { command } = database;
  const works = () => database.collection('works');

  async function change(workId: string, userId: string, data: object): Promise<boolean> {
    const condition = exactly({ _id: workId, userId, deletedAt: null });
    const { stats } = await works().where(condition).update({ data });
    return stats.updated > 0;
  }

  return {
    async find(workId: string): Promise<Work | null> {
      return parseWorkOrNull((await works().doc(workId).get()).data);
    },

    /** In the order of the ids. */
    async findMany(workIds: readonly string[]): Promise<Work[]> {
      const { data } = await works()
        .where({ _id: command.in(workIds) })
        .limit(Math.max(1, workIds.length))
        .get();
      return data.map(parseWork).sort((a, b) => workIds.indexOf(a.id) - workIds.indexOf(b.id));
    },

    /**
     * Works of a day that are not failed, and the backups whose row is missing. A backup whose row still stands as
     * `processing` holds its seat there and is not counted twice. Throws COUNT_UNAVAILABLE rather than guess.
     */
    async countDay(userId: string, day: string): Promise<DayCount> {
      const ofDay = exactly({ userId, day });
      try {
        const [{ total }, waiting] = await Promise.all([
          works()
            .where({ ...ofDay, status: command.in(countedStatuses) })
            .count(),
          database
            .collection('emergency_backup')
            .where({ ...ofDay, isRecovered: false })
            .field({ _id: true })
            .limit(1000)
            .get(),
        ]);
        if (waiting.data.length === 0) return { used: total, withoutRow: 0 };
        const ids = waiting.data.map((row) => (row as { _id: string })._id);
        const standing = await works()
          .where({ _id: command.in(ids) })
          .count();
        const withoutRow = ids.length - standing.total;
        return { used: total + withoutRow, withoutRow };
      } catch (error) {
        throw new AppError('COUNT_UNAVAILABLE', { cause: error });
      }
    },

    /** Running works of a user, newest first. */
    async listRunning(userId: string, filter: WorkFilter): Promise<Work[]> {
      const rows = await Promise.all(
        runningStatuses.map((status) =>
          findNewest(database, 'works', listed(userId, filter, status), top, mostRunning),
        ),
      );
      return rows.flat().map(parseWork).sort(byNewest).slice(0, mostRunning);
    },

    /** Completed works and, where `failedSince` is given, the failed ones since then, newest first. */
    async listEnded(
      userId: string,
      filter: WorkFilter,
      from: Position,
      size: number,
      failedSince: Date | null,
    ): Promise<Page<Work>> {
      const [completed, failed] = await Promise.all([
        findNewest(database, 'works', listed(userId, filter, 'completed'), from, size + 1),
        failedSince === null || from.createdAt < failedSince
          ? []
          : findNewest(database, 'works', listed(userId, filter, 'failed'), from, size + 1, {
              notBefore: failedSince,
            }),
      ]);
      return toPage([...completed, ...failed].map(parseWork).sort(byNewest), size);
    },

    /** Everything that was asked for and is not deleted, newest first. */
    async listHistory(userId: string, from: Position, size: number): Promise<Page<Work>> {
      const condition = exactly({ userId, deletedAt: null });
      const rows = await findNewest(database, 'works', condition, from, size + 1);
      return toPage(rows.map(parseWork), size);
    },

    async countCompleted(userId: string, filter: WorkFilter): Promise<number> {
      return (
        await works()
          .where(listed(userId, filter, 'completed'))
          .count()
      ).total;
    },

    /** How works of one provider ended since a moment. */
    async countOutcomes(
      provider: string,
      since: Date,
    ): Promise<{ successes: number; failures: number }> {
      const count = async (status: Work['status']) =>
        (
          await works()
            .where(exactly({ provider, status, updatedAt: command.gte(since) }))
            .count()
        ).total;
      const [successes, failures] = await Promise.all([count('completed'), count('failed')]);
      return { successes, failures };
    },

    /** These four answer false when the user has no such work, or has deleted it. */
    setFavorite(workId: string, userId: string, isFavorite: boolean, now: Date): Promise<boolean> {
      return change(workId, userId, { isFavorite, updatedAt: now });
    },
    rename(workId: string, userId: string, title: string, now: Date): Promise<boolean> {
      return change(workId, userId, { title, updatedAt: now });
    },
    /** Hides the work; its state and its seat stay. What it kept in the storage is to be removed. */
    remove(workId: string, userId: string, now: Date): Promise<boolean> {
      return change(workId, userId, { deletedAt: now, hasFilesToRemove: true, updatedAt: now });
    },
    setThumbnail(
      workId: string,
      userId: string,
      { thumbnailUrl, thumbnailBytes }: Pick<Work, 'thumbnailUrl' | 'thumbnailBytes'>,
    ): Promise<boolean> {
      return change(workId, userId, { thumbnailUrl, thumbnailBytes });
    },

    /** A note for whoever looks: the provider is being asked. Never changes a work that has ended. */
    async markProcessing(workIds: readonly string[], now: Date): Promise<void> {
      await works()
        .where({ _id: command.in(workIds), status: 'pending' })
        .update({ data: { status: 'processing', startedAt: now, updatedAt: now } });
    },

    /**
     * Announces that a running work may be failed for want of a picture. Comes before whoever wants to fail it looks for
     * a backup or a picture: who keeps one and reads the row unmarked afterwards knows that it will be found.
     */
    async doubt(workId: string, now: Date): Promise<void> {
      await works()
        .where({ _id: workId, status: command.in(runningStatuses) })
        .update({ data: { doubtedAt: now } });
    },

    /** Running works admitted before a moment, oldest first. */
    async listStale(before: Date, limit: number): Promise<Unread<Work>[]> {
      const rows = await Promise.all(
        runningStatuses.map((status) =>
          works()
            .where({ status, createdAt: command.lt(before) })
            .orderBy('createdAt', 'asc')
            .orderBy('_id', 'asc')
            .limit(limit)
            .get(),
        ),
      );
      return rows
        .flatMap(({ data }) => data as { _id: string; createdAt: Date }[])
        .map((row) => ({ id: row._id, createdAt: row.createdAt, row }))
        .sort((a, b) => -byNewest(a, b))
        .slice(0, limit)
        .map(({ row }) => unread(row, parseWork));
    },

    async markFilesRemoved(workId: string, now: Date): Promise<void> {
      await works()
        .doc(workId)
        .update({ data: { hasFilesToRemove: false, filesRemovedAt: now } });
    },

    /** Deleted works whose files are still there. */
    async listWithFilesToRemove(limit: number): Promise<Unread<Work>[]> {
      const { data } = await works().where({ hasFilesToRemove: true }).limit(limit).get();
      return data.map((row) => unread(row, parseWork));
    },

    async listWithoutThumbnail(limit: number): Promise<Unread<Work>[]> {
      const { data } = await works()
        .where({ thumbnailUrl: '', status: 'completed', deletedAt: null })
        .orderBy('createdAt', 'desc')
        .limit(limit)
        .get();
      return data.map((row) => unread(row, parseWork));
    },
  };
}

function listed(
  userId: string,
  { type, isFavorite }: WorkFilter,
  status: Work['status'],
): Record<string, unknown> {
  return {
    ...exactly({ userId, status, deletedAt: null }),
    ...(type === undefined ? {} : { type }),
    ...(isFavorite === undefined ? {} : { isFavorite }),
  };
}
