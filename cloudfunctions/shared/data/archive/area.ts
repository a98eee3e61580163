import { createHash } from 'node:crypto';
import * as z from 'zod';
import { archiveBefore, archiveKinds, chatKind, monthOf } from '../../domain/archive/archive';
import type { Archive, ArchivedCollection, ArchiveKind } from '../../domain/archive/archive';
import type { ArchivedRow } from './lines';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseArchive, toArchiveRow } from '../rows/archive';
import type { Sign } from '../timers/sign';

export type ArchiveArea = ReturnType<typeof createArchiveArea>;

const Chosen = z.looseObject({ _id: z.string() });
const Session = z.object({ _id: z.string(), userId: z.string(), deletedAt: z.date() });
const unfinished = ['writing', 'written'];
const batchSize = 20;

export function createArchiveArea(database: Database, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const archives = () => database.collection('archives');
  const reader = createRowReader(parseArchive, onInvalidRow);

  const oldRows = ({ moment, ...kind }: ArchiveKind, now: Date) => ({
    [moment]: command.lt(archiveBefore(kind, now)),
  });
  const removedSessions = (now: Date) => ({
    deletedAt: command.lt(archiveBefore(chatKind, now)),
    archivedAt: null,
  });

  /** Changes an archive that is still at this attempt; false if it has moved on. */
  async function change({ id, path, state }: Archive, data: Partial<Archive>): Promise<boolean> {
    const { stats } = await archives()
      .where(requireDefined({ _id: id, path, state }))
      .update({ data });
    return stats.updated > 0;
  }

  /** The same rows always yield the same archive id. */
  async function begin(
    collection: ArchivedCollection,
    rows: readonly { id: string; key: string }[],
    of: { userId: string; month: string },
    now: Date,
  ): Promise<Archive> {
    const ids = rows.map(({ id }) => id);
    const hash = createHash('sha256').update(ids.join('\n')).digest('hex').slice(0, 24);
    const archive: Archive = {
      ...{ id: `${collection}:${hash}`, collection, ...of, ids },
      ...{ keys: [...new Set(rows.map(({ key }) => key))], state: 'writing', path: '' },
      ...{ fileId: '', rows: 0, sha256: '', createdAt: now },
    };
    try {
      await archives().add({ data: toArchiveRow(archive) });
    } catch (error) {
      if (!isDuplicateKey(error)) throw error;
    }
    return archive;
  }

  return {
    change,

    signs(now: Date): Sign[] {
      return [
        { collection: 'archives', where: { state: command.in(unfinished) } },
        { collection: 'chat_sessions', where: removedSessions(now) },
        ...archiveKinds.map((kind) => ({
          collection: kind.collection,
          where: oldRows(kind, now),
        })),
      ];
    },

    async listUnfinished(): Promise<Archive[]> {
      const { data } = await archives()
        .where({ state: command.in(unfinished) })
        .limit(batchSize)
        .get();
      return reader.readAll(data);
    },

    /** Records which rows are archived next: the oldest ones of one month. Null if none are old enough. */
    async beginNext(kind: ArchiveKind, now: Date): Promise<Archive | null> {
      const { collection, moment, key, rowsPerFile } = kind;
      const { data } = await database
        .collection(collection)
        .where(oldRows(kind, now))
        .orderBy(moment, 'asc')
        .field({ _id: true, [moment]: true, [key]: true })
        .limit(rowsPerFile)
        .get();
      const rows = data.map((raw) => {
        const row = Chosen.parse(raw);
        // A date: the query has compared it with one.
        const month = monthOf(row[moment] as Date);
        return { id: row._id, key: textOf(row[key]), month };
      });
      const month = rows[0]?.month;
      if (month === undefined) return null;
      const ofMonth = rows.filter((row) => row.month === month);
      return begin(collection, ofMonth, { userId: '', month }, now);
    },

    /** Like `beginNext`, for the messages of one removed conversation at a time. */
    async beginNextChat(now: Date): Promise<Archive | null> {
      for (;;) {
        const sessions = await database
          .collection('chat_sessions')
          .where(removedSessions(now))
          .limit(1)
          .get();
        if (sessions.data[0] === undefined) return null;
        const { _id: sessionId, userId, deletedAt } = Session.parse(sessions.data[0]);
        const { data } = await database
          .collection('chat_messages')
          .where(requireDefined({ sessionId, userId }))
          .orderBy('createdAt', 'asc')
          .field({ _id: true })
          .limit(chatKind.rowsPerFile)
          .get();
        const rows = data.map((raw) => ({ id: Chosen.parse(raw)._id, key: sessionId }));
        if (rows.length > 0) {
          return begin(chatKind.collection, rows, { userId, month: monthOf(deletedAt) }, now);
        }
        await database
          .collection('chat_sessions')
          .doc(sessionId)
          .update({ data: { archivedAt: now } });
      }
    },

    /** The rows of the archive that still exist. */
    async readRows({ collection, ids }: Archive): Promise<ArchivedRow[]> {
      const { data } = await database
        .collection(collection)
        .where({ _id: command.in(ids) })
        .limit(Math.max(1, ids.length))
        .get();
      return data.map((row) => Chosen.parse(row));
    },

    async removeRows({ collection, ids }: Archive): Promise<void> {
      await database
        .collection(collection)
        .where({ _id: command.in(ids) })
        .remove();
    },

    async remove({ id }: Archive): Promise<void> {
      await archives().doc(id).remove();
    },

    /** Used by the deletion of an account. */
    async listOwned(userId: string): Promise<Archive[]> {
      const { data } = await archives().where(requireDefined({ userId })).limit(batchSize).get();
      return reader.readAll(data);
    },
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}
