import * as z from 'zod';
import { AppError } from '../../error';
import { byNewest, toCursor, top } from '../../domain/cursor';
import type { Page, Position } from '../../domain/cursor';
import { countedStatuses, runningStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseWork } from '../rows/work';
import { once, wordConditions } from './words';

export type DayCount = {
  /** Works that count towards the day. */
  used: number;
  /** Those of them that wait in the backup and have no row, and therefore no seat. */
  withoutRow: number;
};
/** `text`: searched in the title and the description. */
export type WorkFilter = { type?: Work['type']; isFavorite?: true; text?: string };
export type WorkRepository = ReturnType<typeof createWorkRepository>;

const maxRunning = 10;
const Positioned = z.object({ _id: z.string(), createdAt: z.date() });

export function createWorkRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const works = () => database.collection('works');
  const reader = createRowReader(parseWork, onInvalidRow);
  const requireReadable = (row: unknown): Work =>
    reader.require(row, (cause) => new AppError('WORK_UNREADABLE', { cause }));

  async function change(workId: string, userId: string, data: object): Promise<boolean> {
    const condition = requireDefined({ _id: workId, userId, deletedAt: null });
    const { stats } = await works().where(condition).update({ data });
    return stats.updated > 0;
  }

  async function changeMany(workIds: readonly string[], userId: string, data: object) {
    const condition = requireDefined({ _id: command.in(workIds), userId, deletedAt: null });
    return (await works().where(condition).update({ data })).stats.updated;
  }

  /** One page of rows, newest first, without unreadable ones; the cursor moves past those. */
  function toWorkPage(rows: readonly unknown[], size: number): Page<Work> {
    const positioned = rows
      .map((row) => {
        const { _id: id, createdAt } = Positioned.parse(row);
        return { id, createdAt, row };
      })
      .sort(byNewest);
    const page = positioned.slice(0, size);
    const last = page.at(-1);
    const nextCursor = positioned.length > size && last !== undefined ? toCursor(last) : null;
    return { rows: reader.readAll(page.map(({ row }) => row)), nextCursor };
  }

  return {
    /** Whether any picture of the user was ever completed, deleted or not. */
    async hasCompleted(userId: string): Promise<boolean> {
      const completed = { ...requireDefined({ userId }), status: 'completed' };
      const { data } = await works().where(completed).field({ _id: true }).limit(1).get();
      return data.length > 0;
    },

    /** Throws WORK_UNREADABLE for a malformed row. */
    async find(workId: string): Promise<Work | null> {
      const { data } = await works().doc(workId).get();
      return data === null || data === undefined ? null : requireReadable(data);
    },

    /** Also null for a deleted work, and for one of another user. Throws WORK_UNREADABLE for a malformed row. */
    async findOwn(workId: string, userId: string): Promise<Work | null> {
      const { data } = await works()
        .where(requireDefined({ _id: workId, userId, deletedAt: null }))
        .limit(1)
        .get();
      return data[0] === undefined ? null : requireReadable(data[0]);
    },

    /** Sorted like `workIds`. Throws WORK_UNREADABLE for a malformed row. */
    async findMany(workIds: readonly string[]): Promise<Work[]> {
      const { data } = await works()
        .where({ _id: command.in(workIds) })
        .limit(Math.max(1, workIds.length))
        .get();
      return data
        .map(requireReadable)
        .sort((a, b) => workIds.indexOf(a.id) - workIds.indexOf(b.id));
    },

    /** The readable ones of these works; malformed rows are reported. */
    async listReadable(workIds: readonly string[]): Promise<Work[]> {
      if (workIds.length === 0) return [];
      const { data } = await works()
        .where({ _id: command.in(workIds) })
        .limit(workIds.length)
        .get();
      return reader.readAll(data);
    },

    /**
     * Works of a day that have not failed, and backups without a row. A backup whose row is still `processing` holds its seat
     * there and is not counted twice. Throws COUNT_UNAVAILABLE rather than guess.
     */
    async countDay(userId: string, day: string): Promise<DayCount> {
      const ofDay = requireDefined({ userId, day });
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

    /** Running works of a user, of any day. Throws COUNT_UNAVAILABLE. */
    async countRunning(userId: string): Promise<number> {
      try {
        const running = requireDefined({ userId, status: command.in(runningStatuses) });
        return (await works().where(running).count()).total;
      } catch (error) {
        throw new AppError('COUNT_UNAVAILABLE', { cause: error });
      }
    },

    /** Running works of a user, newest first. */
    async listRunning(userId: string, filter: WorkFilter): Promise<Work[]> {
      const rows = await Promise.all(
        runningStatuses.map((status) =>
          findNewest(database, 'works', listed(userId, filter, status), top, maxRunning),
        ),
      );
      return reader.readAll(rows.flat()).sort(byNewest).slice(0, maxRunning);
    },

    /** Completed works, and failed ones since `failedSince` if it is given, newest first. */
    async listEnded(
      userId: string,
      filter: WorkFilter,
      from: Position,
      size: number,
      failedSince: Date | null,
    ): Promise<Page<Work>> {
      const completed = listed(userId, filter, 'completed');
      const [found, failed] = await Promise.all([
        Promise.all(
          wordConditions(filter).map((words) =>
            findNewest(database, 'works', { ...completed, ...words }, from, size + 1),
          ),
        ),
        failedSince === null || from.createdAt < failedSince
          ? []
          : findNewest(database, 'works', listed(userId, filter, 'failed'), from, size + 1, {
              notBefore: failedSince,
            }),
      ]);
      return toWorkPage([...once(found.flat()), ...failed], size);
    },

    /** All works that are not deleted, newest first. */
    async listHistory(userId: string, from: Position, size: number): Promise<Page<Work>> {
      const condition = requireDefined({ userId, deletedAt: null });
      return toWorkPage(await findNewest(database, 'works', condition, from, size + 1), size);
    },

    /** Works of all users, including deleted ones, newest first; of one status or of all. */
    async listAll(
      status: Work['status'] | undefined,
      from: Position,
      size: number,
    ): Promise<Page<Work>> {
      const condition = status === undefined ? {} : { status };
      return toWorkPage(await findNewest(database, 'works', condition, from, size + 1), size);
    },

    async countCompleted(userId: string, filter: WorkFilter): Promise<number> {
      return (
        await works()
          .where(listed(userId, filter, 'completed'))
          .count()
      ).total;
    },

    /** How works of one provider have ended since a moment. */
    async countOutcomes(
      provider: string,
      since: Date,
    ): Promise<{ successes: number; failures: number }> {
      const count = async (status: Work['status']) =>
        (
          await works()
            .where(requireDefined({ provider, status, updatedAt: command.gte(since) }))
            .count()
        ).total;
      const [successes, failures] = await Promise.all([count('completed'), count('failed')]);
      return { successes, failures };
    },

    /** Marks several works; returns how many of them the user has. */
    async setFavorites(
      workIds: readonly string[],
      userId: string,
      isFavorite: boolean,
      now: Date,
    ): Promise<number> {
      return changeMany(workIds, userId, { isFavorite, updatedAt: now });
    },
    /** Hides several works, like `remove`; returns how many were hidden. */
    async removeMany(workIds: readonly string[], userId: string, now: Date): Promise<number> {
      return changeMany(workIds, userId, {
        ...{ deletedAt: now, hasFilesToRemove: true, updatedAt: now },
      });
    },

    /** These four return false if the user has no such work, or has deleted it. */
    setFavorite(workId: string, userId: string, isFavorite: boolean, now: Date): Promise<boolean> {
      return change(workId, userId, { isFavorite, updatedAt: now });
    },
    rename(workId: string, userId: string, title: string, now: Date): Promise<boolean> {
      return change(workId, userId, { title, updatedAt: now });
    },
    /** Hides the work; its status and its seat stay. Its files are removed later. */
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

    /** Informational: the provider is being asked. Never changes a work that has ended. */
    async markProcessing(workIds: readonly string[], now: Date): Promise<void> {
      await works()
        .where({ _id: command.in(workIds), status: 'pending' })
        .update({ data: { status: 'processing', startedAt: now, updatedAt: now } });
    },
  };
}

function listed(
  userId: string,
  { type, isFavorite }: WorkFilter,
  status: Work['status'],
): Record<string, unknown> {
  return {
    ...requireDefined({ userId, status, deletedAt: null }),
    ...(type === undefined ? {} : { type }),
    ...(isFavorite === undefined ? {} : { isFavorite }),
  };
}
