import type { Context } from '../shared/context';
import type { DeadJob } from '../shared/contracts/queue';
import { capabilityOf } from '../shared/domain/tasks/job';
import type { Job } from '../shared/domain/tasks/job';

type Needs = Pick<Context, 'apiConfigs' | 'scenes' | 'tasks' | 'users' | 'works'>;

/** Dead jobs with the facts for an admin's decision, in a fixed number of queries. */
export async function describeDead(jobs: readonly Job[], needs: Needs): Promise<DeadJob[]> {
  const { apiConfigs, scenes, tasks, users, works } = needs;
  const ids = jobs.map(({ id }) => id);
  const [dead, attempts, named, nicknames, edit, tryon] = await Promise.all([
    works.listReadable(ids),
    tasks.attempts.listMany(ids),
    scenes.findAll([...new Set(jobs.flatMap((job) => sceneIdOf(job) ?? []))]),
    users.directory.nicknames(jobs.map(({ userId }) => userId)),
    apiConfigs.list('edit'),
    apiConfigs.list('tryon'),
  ]);
  const models = { edit, tryon };
  return jobs.map((job) => {
    const { id: jobId, taskId, userId, type, errorCode: reason, endedAt, updatedAt } = job;
    const { lastError, attempts: tries, lostLeases } = job;
    const work = dead.find(({ id }) => id === jobId);
    const asked = attempts.filter(({ workId }) => workId === jobId);
    const first = models[capabilityOf(type)].find(({ isActive }) => isActive);
    return {
      ...{ jobId, taskId, userId, type, reason, lastError, attempts: tries, lostLeases },
      title: work?.title ?? '',
      sceneName: named.find(({ id }) => id === sceneIdOf(job))?.name ?? '',
      nickname: nicknames.get(userId) ?? '',
      refundedCredits: work?.refundedCredits ?? 0,
      providers: [...new Set(asked.map(({ provider }) => provider))],
      replayFen: first?.priceFen ?? null,
      createdAt: job.createdAt.toISOString(),
      diedAt: (endedAt ?? updatedAt).toISOString(),
    };
  });
}

function sceneIdOf({ inputs }: Job): string | null {
  return inputs.type === 'photography' ? inputs.sceneId : null;
}
