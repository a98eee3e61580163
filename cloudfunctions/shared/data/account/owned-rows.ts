import { taskTypes } from '../../domain/tasks/task-type';
import { runningStatuses } from '../../domain/work/work';
import type { Work } from '../../domain/work/work';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { removeSubscription } from '../quota/entitlements';
import { parseWork } from '../rows/work';

/** Replaces the texts of a former user in rows that must be kept. */
const removedTitle = '已注销';
const batchSize = 100;
/** Limit per page of jobs: a picture is ordered at most three times. */
const maxLate = 300;

/** `last` is where the next page starts after; null at the end. */
export type LatePictures = { fileIds: string[]; last: string | null };

export type OwnedRowRepository = ReturnType<typeof createOwnedRowRepository>;

/** Rows owned by one account, for its removal. Every step is idempotent. */
export function createOwnedRowRepository(database: Database) {
  const { command } = database;
  const of = (userId: string) => requireDefined({ userId });
  const rows = (collection: string, condition: Record<string, unknown>) =>
    database.collection(collection).where(requireDefined(condition));

  return {
    async countWorksUnderWay(userId: string): Promise<number> {
      const running = { ...of(userId), status: command.in(runningStatuses) };
      const [works, backups] = await Promise.all([
        rows('works', running).count(),
        rows('emergency_backup', { ...of(userId), isRecovered: false }).count(),
      ]);
      return works.total + backups.total;
    },

    async countAnswersUnderWay(userId: string): Promise<number> {
      return (await rows('chat_messages', { status: 'streaming', userId }).count()).total;
    },

    /**
     * Marks works as deleted and blanks the texts in their rows. The rows stay: seats, charges and refunds are accounted for by
     * them. Their files must be removed afterwards.
     */
    async deleteWorks(userId: string, now: Date): Promise<void> {
      const ofUser = of(userId);
      await rows('works', { ...ofUser, deletedAt: null }).update({
        data: { deletedAt: now, hasFilesToRemove: true, updatedAt: now },
      });
      const words = { title: removedTitle, prompt: '', updatedAt: now };
      const withWords = { ...ofUser, title: command.neq(removedTitle) };
      await rows('works', { ...withWords, type: 'text2img' }).update({
        data: { ...words, originalPrompt: '', enhancedPrompt: '' },
      });
      await rows('works', { ...withWords, type: command.in(taskTypes) }).update({
        data: { ...words, parameters: command.set({}) },
      });
      await rows('works', withWords).update({ data: words });
      await rows('emergency_backup', of(userId)).remove();
    },

    async listWorksWithFiles(userId: string): Promise<LazyRow<Work>[]> {
      const { data } = await rows('works', { hasFilesToRemove: true, userId })
        .limit(batchSize)
        .get();
      return data.map((row) => toLazyRow(row, parseWork));
    },

    async removeChat(userId: string): Promise<void> {
      for (;;) {
        const { data } = await rows('chat_sessions', of(userId)).limit(batchSize).get();
        if (data.length === 0) return;
        for (const row of data as { _id: string }[]) {
          const { _id: sessionId } = row;
          await rows('chat_messages', { sessionId, userId }).remove();
          await database.collection('chat_sessions').doc(sessionId).remove();
        }
      }
    },

    /** Removes the inputs and the history of tasks. `task_attempts` stays: it holds the costs of vendors and names nobody. */
    async removeTasks(userId: string): Promise<void> {
      await rows('task_queue', of(userId)).remove();
      await rows('task_jobs', of(userId)).remove();
    },

    /** One page of pictures that came too late for their tasks and were kept for the admin. */
    async listLatePictures(userId: string, after: string): Promise<LatePictures> {
      const { data } = await rows('task_jobs', { userId, _id: command.gt(after) })
        .orderBy('_id', 'asc')
        .field({ _id: true })
        .limit(batchSize)
        .get();
      const workIds = (data as { _id: string }[]).map(({ _id }) => _id);
      if (workIds.length === 0) return { fileIds: [], last: null };
      const found = await rows('task_attempts', {
        ...{ workId: command.in(workIds), orphanFileId: command.gt('') },
      })
        .field({ orphanFileId: true })
        .limit(maxLate)
        .get();
      const fileIds = (found.data as { orphanFileId: string }[]).map((row) => row.orphanFileId);
      return { fileIds, last: workIds.at(-1) ?? null };
    },

    /** Called after the files were removed: their paths contain the owner's id. */
    async forgetLatePictures(fileIds: readonly string[]): Promise<void> {
      await rows('task_attempts', { orphanFileId: command.in(fileIds) }).update({
        data: { orphanFileId: null },
      });
    },

    async removeModerations(openid: string): Promise<void> {
      for (;;) {
        const { data } = await rows('moderations', { openid }).limit(batchSize).get();
        if (data.length === 0) return;
        for (const row of data as { _id: string }[]) {
          const { _id: subjectKey } = row;
          await rows('media_checks', { subjectKey }).remove();
          await database.collection('moderations').doc(subjectKey).remove();
        }
      }
    },

    /** Removes rows that exist once per user and need not be kept. */
    async removeOwn(userId: string): Promise<void> {
      await removeSubscription(database, userId);
      for (const collection of ['quota_overviews', 'user_storage_usage', 'studio_usage']) {
        await database.collection(collection).doc(userId).remove();
      }
    },

    /** Keeps the ledger, without the titles of the works it paid for. */
    async blankLedgerTitles(userId: string): Promise<void> {
      const paid = { ...of(userId), kind: command.in(['consume', 'refund']) };
      await rows('credit_logs', { ...paid, title: command.neq(removedTitle) }).update({
        data: { title: removedTitle },
      });
    },
  };
}
