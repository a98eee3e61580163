import type { Document } from '../../devtools/emulator/database/database';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { succeeded } from '../support/studio';
import { studioViolations } from '../support/studio-invariants';
import { withTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';
import { tickNow } from '../support/tick';

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('many calls of the studio at once', () => {
  let studio: TaskStudio;
  const desk = withTaskStudio((opened) => (studio = opened));

  async function outcomes(calls: Promise<{ code: number }>[]): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    for (const { code } of await Promise.all(calls)) found[code] = (found[code] ?? 0) + 1;
    return found;
  }

  it('admit exactly what the limit leaves of a hundred tasks', async () => {
    await desk.photos();
    const found = await outcomes(times(100).map((index) => desk.submit(`t${index}`)));
    expect(found).toEqual({ 200: 5, 429: 95 });
    expect(desk.rows('task_queue')).toHaveLength(5);
    expect(desk.rows('studio_usage')).toMatchObject([{ unfinished: 5, used: 5 }]);
    expect(studio.user('alice')).toMatchObject({ credits: 95 });
  });

  it('make one task of one tap that was sent a hundred times', async () => {
    await desk.photos();
    const replies = await Promise.all(times(100).map(() => desk.submit('t1')));
    expect(new Set(replies.map((reply) => succeeded(reply).task.taskId)).size).toBe(1);
    expect(desk.rows('task_jobs')).toHaveLength(1);
    expect(studio.user('alice')).toMatchObject({ credits: 99 });
  });

  it('end a picture once, whether it is cancelled or delivered', async () => {
    await desk.known();
    for (const round of times(4)) {
      await desk.photograph(1, `p${round}`, {});
      const [open] = desk.rows('task_queue').filter(({ endedAt }) => endedAt === undefined);
      const taskId = open?._id as string;
      const cancel = () => studio.call('alice', 'queue', 'cancelTask', { taskId });
      // In each round the owner cancels one step later.
      for (let step = 0; step < round; step += 1) await desk.pass(5);
      await Promise.all([tickNow(studio.cloud), cancel(), tickNow(studio.cloud), cancel()]);
      await desk.finish();
      const [task] = desk.rows('task_queue', { _id: taskId });
      const isDelivered = task?.state === 'completed';
      expect(task).toMatchObject({
        ...{ reserved: 1, spent: isDelivered ? 1 : 0, refunded: isDelivered ? 0 : 1 },
        state: isDelivered ? 'completed' : 'cancelled',
      });
    }
    const delivered = desk.rows('works', { status: 'completed' }).length;
    expect(studio.user('alice')).toMatchObject({ credits: 100 - delivered });
    expect(studioViolations(studio.cloud, { settled: true })).toEqual([]);
  });

  /** Writes tasks of members as rows; submitting so many would test something else. */
  function plant(users: number, perUser: number): string[] {
    const [task, job, work] = [desk.task(), desk.job(), desk.work()];
    const rows: Record<'task_queue' | 'task_jobs' | 'works' | 'studio_usage', Document[]> = {
      ...{ task_queue: [], task_jobs: [], works: [], studio_usage: [] },
    };
    const ids: string[] = [];
    for (const n of times(users)) {
      const who = `member${n}`;
      const owner = { userId: userIdOf(who), openid: who, _openid: who };
      for (const index of times(perUser)) {
        const [taskId, workId] = [`task_${n}_${index}`, `work_${n}_${index}`];
        const { _openid: _, ...ownerOfJob } = owner;
        const day = work.day as string;
        const seat = `${owner.userId}:${day}:${index + 1}`;
        ids.push(workId);
        rows.task_queue.push({
          ...{ ...task, ...owner, _id: taskId, reserved: 0 },
          works: [{ workId, state: 'queued' }],
        });
        rows.task_jobs.push({ ...job, ...ownerOfJob, _id: workId, taskId });
        rows.works.push({ ...work, ...owner, _id: workId, id: workId, taskId, seat, cost: 0 });
      }
      const counted = { unfinished: perUser, used: perUser, day: work.day as string };
      rows.studio_usage.push({ _id: owner.userId, ...counted });
    }
    for (const [name, list] of Object.entries(rows)) studio.cloud.collection(name).put(...list);
    return ids;
  }

  it('move a hundred jobs with four phones and the timer, each exactly once', async () => {
    await desk.photos();
    succeeded(await desk.submit('t1'));
    const wide = { maxConcurrent: 50, perMinute: 1000 };
    const [config] = desk.rows('api_configs', { _id: 'dashscope-tryon' });
    studio.cloud.collection('api_configs').put({ ...config, ...wide });
    // Every order fails at once, because this test is about which tick takes which job.
    studio.dashscope.setRules([{ behaviour: 'InvalidPerson' }]);
    const members = times(25).map((n) => `member${n}`);
    for (const who of members) await studio.member(who, { vipLevel: 1 });
    const ids = plant(25, 4);
    const before = studio.dashscope.orders().length;
    const open = () => desk.rows('task_jobs', { state: 'queued' }).length;
    for (let round = 0; open() > 0 && round < 20; round += 1) {
      const four = members.slice((round * 4) % 24, ((round * 4) % 24) + 4);
      await Promise.all([
        ...four.map((who) => studio.call(who, 'queue', 'nudge', {})),
        tickNow(studio.cloud),
      ]);
    }
    expect(open()).toBe(0);
    const jobs = ids.map((_id) => desk.rows('task_jobs', { _id })[0]);
    expect(jobs.every((job) => job?.state === 'failed' && job.attempts === 1)).toBe(true);
    expect(jobs.every((job) => job?.lostLeases === 0)).toBe(true);
    expect(desk.rows('task_attempts')).toHaveLength(101);
    expect(studio.dashscope.orders().length - before).toBe(101);
    expect(desk.rows('provider_slots', { kind: 'concurrent' })).toEqual([]);
  });
});
