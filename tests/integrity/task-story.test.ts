import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { readTaskStory } from '../../scripts/admin/task-story';
import { describeTask } from '../../scripts/admin/describe-task';
import type { Document } from '../../devtools/emulator/database/database';
import { someJob } from '../domain/tasks/jobs';
import { fillPerson, now, openArchive } from './archive';
import type { Archive } from './archive';

describe('the story of a task', () => {
  let archive: Archive;
  const userId = 'user_ann';
  const put = (collection: string, row: Document & { _id: string }) =>
    archive.cloud.collection(collection).put(row);
  const read = (id = 'task_1') =>
    readTaskStory(
      { ...archive.connection, clock: archive.clock, findMissing: () => Promise.resolve([]) },
      id,
    );
  const told = async (id?: string) => {
    const story = await read(id);
    if (story === null) throw new Error('The task has no story.');
    return story;
  };
  const job = (n: number, changes: Document) => {
    const { id: _, ...rest } = someJob({ taskId: 'task_1', userId, openid: 'ann', dueAt: null });
    put('task_jobs', { _id: `work_ann_${n}`, ...rest, ...changes });
  };

  beforeAll(async () => {
    archive = await openArchive();
  });
  afterAll(() => archive.close());
  /** One picture was delivered, one was given up, and one may or may not have been made by its vendor. */
  beforeEach(() => {
    archive.cloud.cloud.reset({ seed: false });
    fillPerson(archive.cloud, 'ann', { completed: 1, failed: 2 });
    for (const n of [1, 2, 3]) {
      const studio = { type: 'photography', taskId: 'task_1', sceneId: 's', parameters: {} };
      archive.change('works', `work_ann_${n}`, studio);
    }
    job(1, { state: 'done', attempts: 1 });
    job(2, { state: 'dead', attempts: 3, errorCode: 'PROVIDER_FAILED', lastError: 'out of luck' });
    job(3, { state: 'failed', attempts: 1, errorCode: 'PROVIDER_OUTCOME_UNKNOWN' });
    const attempt = {
      ...{ taskId: 'task_1', n: 1, provider: 'dashscope', configId: 'dashscope-edit-wan' },
      ...{ capability: 'edit', model: 'wan2.7-image', leaseToken: 1, costFen: 20 },
      startedAt: now,
    };
    put('task_attempts', {
      _id: 'work_ann_1:1',
      workId: 'work_ann_1',
      ...attempt,
      outcome: 'done',
    });
    put('task_attempts', {
      ...{ _id: 'work_ann_3:1', workId: 'work_ann_3', ...attempt, outcome: 'unknown' },
      ...{ wasteFen: 20, providerTaskId: 'vendor-7' },
    });
    put('task_queue', {
      ...{ _id: 'task_1', _openid: 'ann', userId, type: 'photography' },
      ...{ state: 'partial', stage: 'saving', done: 1, total: 3, reserved: 3, spent: 1 },
      refunded: 2,
      works: [1, 2, 3].map((n) => ({
        ...{ workId: `work_ann_${n}`, state: n === 1 ? 'completed' : 'failed' },
      })),
      ...{ createdAt: now, updatedAt: now, endedAt: now },
    });
    put('asset_uses', {
      ...{ _id: 'asset_1:task_1', assetId: 'asset_1', taskId: 'task_1', userId },
      ...{ createdAt: now, endedAt: now },
    });
    put('message_outbox', {
      ...{ _id: 'task_1:done', userId, openid: 'ann', taskId: 'task_1', template: 'taskEnded' },
      ...{
        words: { title: '服装摄影', result: '部分完成' },
        state: 'sent',
        tries: 1,
        createdAt: now,
      },
    });
    put('moderations', {
      ...{ _id: 'result:work_ann_1', kind: 'result', subjectId: 'work_ann_1', fileId: 'cloud://x' },
      ...{ openid: 'ann', state: 'pass', isApplied: true, tries: 1, traceId: 't', begunAt: now },
      ...{ version: 1, createdAt: now },
    });
  });

  it('has every row of it, in the order of time, and says what to do', async () => {
    const story = await told();
    expect(story).toMatchObject({ status: 'healthy', findings: [], taskId: 'task_1' });
    expect(story.steps).toEqual([
      expect.stringContaining('work_ann_2 已放弃'),
      expect.stringMatching(/work_ann_3：到 dashscope 的后台.*任务号 vendor-7/),
    ]);
    const text = describeTask(story);
    for (const words of [
      '完成 1/3，预留 3 积分，消耗 1，退回 2',
      '第 1 次 dashscope:wan2.7-image',
      'unknown，任务号 vendor-7，花费 0.20 元，浪费 0.20 元',
      '原因 PROVIDER_FAILED，out of luck',
      'refund:work_ann_2 1（',
      '审核 2026-11-21T04:00:00.000Z pass，提交 1 次',
      'sent，问过微信 1 次',
      '🎉 没有发现问题',
    ]) {
      expect(text).toContain(words);
    }
  });

  it('is found by any of its pictures, and by nothing else', async () => {
    expect(await told('work_ann_2')).toMatchObject({ taskId: 'task_1' });
    expect(await read('task_2')).toBeNull();
  });

  it('asks for no action once a dead picture was dealt with, and names the decision', async () => {
    job(2, { state: 'dead', errorCode: 'PROVIDER_FAILED', discardedAt: now });
    put('admin_logs', {
      ...{ _id: 'l', runId: 'q', operator: 'root', action: 'discardJob', target: 'work_ann_2' },
      ...{ before: {}, after: { reason: '无法完成' }, createdAt: now },
    });
    const story = await told();
    expect(story.steps.join()).not.toContain('work_ann_2');
    expect(describeTask(story)).toMatch(/discardJob work_ann_2，root → .*无法完成/);
  });

  const hourAgo = new Date(now.getTime() - 3_600_000);
  it.each<[string, () => void]>([
    ['taskMoney', () => archive.change('task_queue', 'task_1', { refunded: 1 })],
    ['taskFace', () => archive.change('task_jobs', 'work_ann_1', { state: 'failed' })],
    ['taskPicture', () => archive.remove('works', 'work_ann_3')],
    ['taskPicture', () => archive.remove('task_queue', 'task_1')],
    ['refundMissing', () => archive.remove('credit_logs', 'refund:work_ann_3')],
    ['useNotEnded', () => archive.change('asset_uses', 'asset_1:task_1', { endedAt: null })],
    [
      'stuckMessage',
      () => archive.change('message_outbox', 'task_1:done', { state: 'waiting', dueAt: hourAgo }),
    ],
    [
      'stuckJob',
      () => archive.change('task_jobs', 'work_ann_1', { state: 'queued', dueAt: hourAgo }),
    ],
    [
      'staleSlot',
      () =>
        put('provider_slots', {
          ...{ _id: 'dashscope-edit-wan:1', configId: 'dashscope-edit-wan', kind: 'concurrent' },
          ...{ minute: 0, n: 1, holder: 'work_ann_3:1', until: hourAgo },
        }),
    ],
    ['invalidRow', () => archive.change('task_attempts', 'work_ann_1:1', { outcome: 'maybe' })],
  ])('finds %s', async (problem, spoil) => {
    spoil();
    const story = await told(problem === 'taskPicture' ? 'work_ann_1' : 'task_1');
    expect(story.findings.map((finding) => finding.problem)).toContain(problem);
    expect(story.steps.length).toBeGreaterThan(0);
  });

  it.each([
    ['assets', '照片还在审核'],
    ['tomorrow', '明日 0 点后自动继续'],
  ])('says what a task waits for: %s', async (waitsFor, words) => {
    const dueAt = new Date(now.getTime() + 60_000);
    job(3, { state: 'queued', dueAt });
    archive.change('works', 'work_ann_3', { status: 'pending' });
    archive.change('task_queue', 'task_1', { state: 'running', waitsFor });
    expect((await told()).steps.join()).toContain(words);
  });

  it('is told by a command, which names nobody', async () => {
    const run = async (...words: string[]) => {
      const child = spawn(
        process.execPath,
        ['--import', 'tsx', 'scripts/diagnose-task.ts', ...words],
        {
          cwd: join(__dirname, '../..'),
          env: { ...process.env, LOCAL_CLOUD_URL: archive.cloud.url },
        },
      );
      let out = '';
      child.stdout.on('data', (part: Buffer) => (out += part.toString()));
      child.stderr.on('data', (part: Buffer) => (out += part.toString()));
      const [code] = (await once(child, 'close')) as [number | null];
      return { code, out };
    };
    expect(await run('task_9')).toMatchObject({
      ...{ code: 3, out: expect.stringContaining('找不到任务 task_9') as unknown },
    });
    const { out } = await run('task_1', '--json');
    expect(JSON.parse(out)).toMatchObject({ taskId: 'task_1', task: { state: 'partial' } });
    expect(out).not.toMatch(/openid|requestHash|"ann"/);
  });
});
