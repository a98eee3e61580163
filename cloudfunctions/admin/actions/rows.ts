import { defineAction } from '../../shared/action';
import { admin } from '../../shared/contracts/admin';
import type { OpenJob } from '../../shared/contracts/admin';
import type { JobState } from '../../shared/domain/tasks/job';
import { startOf } from '../../shared/paging';
import { toWorkRow } from '../views';

const maxRows = 100;

export const listWorks = defineAction(admin.listWorks, {
  access: 'support',
  async run({ status, cursor, pageSize }, { users, works }) {
    const page = await works.listAll(status, startOf(cursor), pageSize);
    const names = await users.directory.nicknames(page.rows.map(({ userId }) => userId));
    return {
      works: page.rows.map((work) => toWorkRow(work, names.get(work.userId) ?? '')),
      nextCursor: page.nextCursor,
    };
  },
});

const shown: Partial<Record<JobState, OpenJob['state']>> = {
  queued: 'queued',
  accepted: 'drawing',
};

export const listQueue = defineAction(admin.listQueue, {
  access: 'support',
  async run(_, { tasks, users }) {
    const jobs = await tasks.jobs.listOldestOpen(maxRows);
    const names = await users.directory.nicknames(jobs.map(({ userId }) => userId));
    return {
      jobs: jobs.map((job) => ({
        ...{ jobId: job.id, taskId: job.taskId, userId: job.userId, type: job.type },
        nickname: names.get(job.userId) ?? '',
        state: shown[job.state] ?? 'checking',
        ...{ attempts: job.attempts, lostLeases: job.lostLeases, lastError: job.lastError },
        provider: job.attempt?.provider ?? '',
        createdAt: job.createdAt.toISOString(),
      })),
    };
  },
});

export const listBackups = defineAction(admin.listBackups, {
  access: 'support',
  async run(_, { users, works }) {
    const waiting = await works.backups.listOldest(maxRows);
    const names = await users.directory.nicknames(waiting.map(({ userId }) => userId));
    return {
      backups: waiting.map(({ savedAt, ...backup }) => ({
        ...{ ...backup, savedAt: savedAt.toISOString() },
        nickname: names.get(backup.userId) ?? '',
      })),
    };
  },
});
