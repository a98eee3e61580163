import { randomBytes, randomUUID } from 'node:crypto';
import { writeTask } from '../../data/tasks/admission';
import type { Transaction } from '../../data/core/database';
import { newMember } from '../../data/users/members';
import type { Member } from '../../data/users/members';
import type { UsersArea } from '../../data/users/area';
import { requestHashOf, taskIdOf, workIdOf } from '../../domain/ids';
import { requireAdmissionRoom } from '../../domain/quota/room';
import { resolveQuota, tierOf } from '../../domain/quota/quota';
import { dailyUsage } from '../../domain/quota/usage';
import { assetIdsOf } from '../../domain/tasks/job';
import type { Job, JobInputs } from '../../domain/tasks/job';
import { maxUnfinished, priceOf } from '../../domain/tasks/price';
import { newTask } from '../../domain/tasks/task';
import type { Task } from '../../domain/tasks/task';
import type { TaskType } from '../../domain/tasks/task-type';
import { shardOf } from '../../domain/tasks/turn';
import { usedOn } from '../../domain/tasks/usage';
import type { StudioUsage } from '../../domain/tasks/usage';
import { businessDay, nextReset } from '../../domain/time/business-day';
import type { FittingWork, PhotographyWork } from '../../domain/work/work';
import { AppError, isAppError } from '../../error';
import { showCredits } from '../wallet/show-balance';
import { usableConfigs } from './capacity';
import type { TaskAsset, WorkNeeds } from './needs';

export type SubmitNeeds = Pick<
  WorkNeeds,
  'apiConfigs' | 'assets' | 'clock' | 'log' | 'providers' | 'quota' | 'tasks' | 'timers' | 'works'
> & {
  caller: { openid: string; userId: string };
  trace: string;
  users: Pick<UsersArea, 'create' | 'members'>;
};

/** A validated request for a task. */
export type TaskOrder = {
  requestId: string;
  expectedCost: number;
  /** Hash of the whole request; the same request id with another hash is refused. */
  requestHash: string;
  type: TaskType;
  title: string;
  /** One per picture. */
  inputs: readonly JobInputs[];
  size: string;
};

/**
 * Admits all pictures of a task, or none: seats, credits, studio slots and rows are written in one transaction. A repeated
 * request returns its task as it stands. A task may wait for photos that are still being checked.
 */
export async function submitTask(order: TaskOrder, needs: SubmitNeeds): Promise<Task> {
  const taskId = taskIdOf(needs.caller.userId, order.requestId);
  try {
    const earlier = await findEarlier(taskId, order, needs);
    return earlier ?? (await admitTask(taskId, order, needs));
  } catch (refusal) {
    // Of two concurrent identical requests, the second may be refused for the room that the first has taken.
    if (!isAppError(refusal) || refusal.failure === 'REQUEST_REUSED') throw refusal;
    const earlier = await findEarlier(taskId, order, needs);
    if (earlier === null) throw refusal;
    return earlier;
  }
}

async function findEarlier(
  taskId: string,
  { requestHash, requestId }: TaskOrder,
  { caller, tasks, works }: SubmitNeeds,
): Promise<Task | null> {
  const task = await tasks.find(taskId);
  if (task === null) return null;
  // The request hash is kept in the works: the row of the task is watched, and holds nothing private.
  const work = await works.find(workIdOf(caller.userId, requestId, 0));
  if (work?.requestHash !== requestHash) throw new AppError('REQUEST_REUSED');
  return task;
}

async function admitTask(taskId: string, order: TaskOrder, needs: SubmitNeeds): Promise<Task> {
  const { caller, clock, tasks, timers, users, works } = needs;
  const now = clock.now();
  const day = businessDay(now);
  const wanted = order.inputs.length;
  const [standing, count, running, configs, studio] = await Promise.all([
    users.members.find(caller.userId),
    works.countDay(caller.userId, day),
    works.countRunning(caller.userId),
    usableConfigs(order.type, needs),
    tasks.usage.find(caller.userId),
    requireAssets(order, needs),
    timers.expectDue(now),
  ]);
  if (configs.length === 0) throw new AppError('PROVIDER_NOT_CONFIGURED');
  const member =
    standing ?? newMember((await users.create(caller, new Date(now.getTime() - 1))).user);
  const tier = tierOf(member.facts, now);
  const price = priceOf(order.type, tier);
  if (price * wanted !== order.expectedCost) {
    throw new AppError('PRICE_CHANGED', { details: { cost: price * wanted } });
  }
  const requireStudio = (usage: StudioUsage) => requireStudioRoom(wanted, usage, member, now);
  requireStudio(studio);
  const usage = dailyUsage(member.facts, count.used, now);
  const { isStorageTight: _, ...room } = requireAdmissionRoom(
    wanted,
    { usage, facts: member.facts, usedBytes: member.storage.usedBytes, count, running },
    now,
  );
  const rows = toWorks(taskId, order, { ...caller, price, now });
  const owner = { id: taskId, openid: caller.openid, userId: caller.userId, type: order.type };
  const task = newTask(owner, rows, now);
  const jobs = rows.map((work, index) => ({
    ...toJob(work, order.inputs[index] ?? noInputs(), now),
    trace: needs.trace,
  }));
  const admission = {
    ...{ task, jobs, day, weight: tier === 'free' ? 1 : 2 },
    requireRoom: requireStudio,
  };
  const admitted = await works.admission.admit(rows, room, now, async (transaction) => {
    await writeTask(transaction, admission, now);
    await addUses(transaction, order, taskId, needs);
  });
  if (admitted.outcome === 'admitted') {
    if (price > 0) await showCredits(caller.userId, needs, admitted.credits ?? undefined);
    return task;
  }
  // Its works exist, so its task does; or the id belongs to a request of another kind.
  const earlier = await findEarlier(taskId, order, needs);
  if (earlier === null) throw new AppError('REQUEST_REUSED');
  return earlier;
}

function noInputs(): never {
  throw new Error('There are fewer inputs than works.');
}

/** Throws ASSET_GONE for a photo that is missing or another user's, ASSET_REFUSED for one that did not pass. */
async function requireAssets(
  { inputs }: TaskOrder,
  { assets, caller }: SubmitNeeds,
): Promise<void> {
  const [first] = inputs;
  if (first === undefined) throw new Error('There is nothing to make.');
  const personId = first.type === 'fitting' ? first.personAssetId : null;
  await Promise.all(
    assetIdsOf(first).map(async (id) => {
      const asset = await assets.find(id);
      const kind = id === personId ? 'person' : 'garment';
      if (asset?.kind !== kind || !isVisible(asset, caller.userId))
        throw new AppError('ASSET_GONE');
      if (asset.status === 'refused') throw new AppError('ASSET_REFUSED');
    }),
  );
}

function isVisible({ isSample, removedAt, userId: ownerId }: TaskAsset, userId: string): boolean {
  return removedAt === null && (isSample || ownerId === userId);
}

async function addUses(
  transaction: Transaction,
  { inputs }: TaskOrder,
  taskId: string,
  { assets }: SubmitNeeds,
): Promise<void> {
  for (const assetId of new Set(inputs.flatMap(assetIdsOf))) {
    await assets.addUse(transaction, { assetId, taskId });
  }
}

/** Throws TOO_MANY_TASKS or STUDIO_LIMIT_REACHED. */
export function requireStudioRoom(
  wanted: number,
  usage: StudioUsage,
  { facts }: Pick<Member, 'facts'>,
  now: Date,
): void {
  const { unfinished } = usage;
  const maxOpen = maxUnfinished[tierOf(facts, now) === 'free' ? 'free' : 'member'];
  if (unfinished + wanted > maxOpen) {
    throw new AppError('TOO_MANY_TASKS', { details: { unfinished, limit: maxOpen } });
  }
  const { limit } = resolveQuota('studio_daily', facts, now);
  const used = usedOn(usage, businessDay(now));
  if (used + wanted > limit) {
    const resetAt = nextReset(now).toISOString();
    throw new AppError('STUDIO_LIMIT_REACHED', { details: { limit, used, resetAt } });
  }
}

type Terms = { openid: string; userId: string; price: number; now: Date; replayOf?: string };
type StudioWork = PhotographyWork | FittingWork;

/** The works to be admitted: pending, without a seat. */
export function toWorks(
  taskId: string,
  { inputs, requestHash, requestId, size, title }: TaskOrder,
  { openid, userId, price, now, replayOf }: Terms,
): StudioWork[] {
  const admissionToken = randomUUID();
  return inputs.map((input, index) => {
    const common = {
      ...{ id: workIdOf(userId, requestId, index), openid, userId, requestId, requestHash },
      ...{ admissionToken, title, prompt: '', size, provider: '', taskId },
      ...{ pathToken: randomBytes(16).toString('hex'), imageUrl: '', images: [] },
      ...{ thumbnailUrl: '', imageBytes: 0, thumbnailBytes: 0, isFavorite: false },
      ...{ status: 'pending' as const, seat: '', day: businessDay(now), cost: price },
      ...{ refundedCredits: 0, leaseToken: 1, leaseUntil: now, createdAt: now, updatedAt: now },
      ...{ deletedAt: null, ...(replayOf === undefined ? {} : { replayOf }) },
    };
    const { type: _type, ...parameters } = input;
    return input.type === 'photography'
      ? { ...common, type: input.type, sceneId: input.sceneId, prompt: input.note, parameters }
      : { ...common, type: 'fitting', parameters };
  });
}

export function toJob(work: StudioWork, inputs: JobInputs, now: Date): Job {
  const { id, openid, replayOf, taskId, userId } = work;
  return {
    ...{ id, taskId, userId, openid, type: inputs.type, inputs, state: 'queued', dueAt: now },
    ...{ turn: now, shard: shardOf(userId), leaseToken: 0, leaseUntil: null, leaseHolder: '' },
    ...{ attempts: 0, lostLeases: 0, candidates: [], attempt: null, picture: null },
    firstPicture: null,
    ...{ verdict: null, hasRerolled: false, hasDoubt: false, fidelity: null },
    cancelRequestedAt: null,
    ...{ isCancelAsked: false, orphanUntil: null, errorCode: '', lastError: '' },
    ...{ createdAt: now, updatedAt: now, ...(replayOf === undefined ? {} : { replayOf }) },
  };
}

/** One hash over the whole request. */
export function orderHash(content: unknown): string {
  return requestHashOf({ content: JSON.stringify(content) });
}
