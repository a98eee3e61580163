import { defineAction } from '../shared/action';
import { queue } from '../shared/contracts/queue';
import { testProvider as testModel } from '../shared/flows/providers/test';
import { cancelTask as cancel } from '../shared/flows/tasks/cancel';
import { readDetails } from '../shared/flows/tasks/detail';
import { nudgeQueue } from '../shared/flows/tasks/nudge';
import { requireOwnTask } from '../shared/flows/tasks/own';
import { replayJob } from '../shared/flows/tasks/replay';
import { retryTask as retry } from '../shared/flows/tasks/retry';
import { startOf } from '../shared/paging';
import { toTaskDetail, toTaskView } from '../shared/views';
import { describeDead } from './dead';
import { viewProviderTest } from './view';

export const listTasks = defineAction(queue.listTasks, {
  access: 'member',
  async run({ state, cursor, pageSize }, { caller, tasks }) {
    const page = await tasks.list(caller.userId, state, startOf(cursor), pageSize);
    return { tasks: page.rows.map(toTaskView), nextCursor: page.nextCursor };
  },
});

export const getTask = defineAction(queue.getTask, {
  access: 'member',
  async run({ taskId }, context) {
    const task = await requireOwnTask(taskId, context.caller.userId, context);
    return { task: await toTaskDetail(await readDetails(task, context), context) };
  },
});

export const cancelTask = defineAction(queue.cancelTask, {
  access: 'member',
  async run({ taskId }, context) {
    return { task: toTaskView(await cancel(taskId, context.caller.userId, context)) };
  },
});

export const retryTask = defineAction(queue.retryTask, {
  access: 'member',
  async run(input, context) {
    return { task: toTaskView(await retry(input, context)) };
  },
});

export const nudge = defineAction(queue.nudge, {
  access: 'member',
  async run(_, context) {
    return { started: await nudgeQueue(context.caller.userId, context) };
  },
});

export const listDead = defineAction(queue.listDead, {
  access: 'support',
  async run({ cursor, pageSize }, context) {
    const { rows, nextCursor } = await context.tasks.jobs.listDead(startOf(cursor), pageSize);
    return { jobs: await describeDead(rows, context), nextCursor };
  },
});

export const replay = defineAction(queue.replay, {
  access: 'admin',
  async run({ jobId, reason, requestId }, context) {
    const adminId = context.caller.userId;
    const replayed = await replayJob({ jobId, reason, requestId, adminId }, context);
    return { jobId, ...replayed };
  },
});

export const discard = defineAction(queue.discard, {
  access: 'admin',
  async run({ jobId, reason, requestId }, { caller, tasks }) {
    await tasks.dead.discard({ jobId, reason, requestId, adminId: caller.userId });
    return { jobId };
  },
});

export const testProvider = defineAction(queue.testProvider, {
  access: 'admin',
  async run({ configId, requestId }, context) {
    const { userId: adminId } = context.caller;
    const request = { action: 'testProvider', adminId, requestId, target: configId, input: {} };
    const test = await testModel(request, context);
    return { test: await viewProviderTest(configId, test, context) };
  },
});
