import type { InputOf, OutputOf } from '../../../cloudfunctions/shared/contracts';
import type { Scene } from '../../../cloudfunctions/shared/contracts/scene';
import type { Task, TaskDetail } from '../../../cloudfunctions/shared/contracts/task';
import { createRequestId } from '../../services/request-id';
import { callAsMember } from '../../services/session';

export type PhotographyOrder = InputOf<'photography', 'generate'>;
export type FittingOrder = InputOf<'fitting', 'generate'>;
export type ConsentResults = InputOf<'notify', 'recordConsent'>['results'];

/** The scenes are loaded completely, up to this many pages, so that they can be searched. */
const maxScenePages = 5;

let scenes: Promise<Scene[]> | null = null;

export async function submitPhotography(order: PhotographyOrder): Promise<Task> {
  return (await callAsMember('photography', 'generate', order)).task;
}

export async function submitFitting(order: FittingOrder): Promise<Task> {
  return (await callAsMember('fitting', 'generate', order)).task;
}

export async function getTask(taskId: string): Promise<TaskDetail> {
  return (await callAsMember('queue', 'getTask', { taskId })).task;
}

export function listTasks(cursor: string | null): Promise<OutputOf<'queue', 'listTasks'>> {
  return callAsMember('queue', 'listTasks', { cursor });
}

export async function cancelTask(taskId: string): Promise<Task> {
  return (await callAsMember('queue', 'cancelTask', { taskId })).task;
}

/** Orders the undelivered pictures again. `expectedCost` is the price on the button. */
export async function retryTask(taskId: string, expectedCost: number): Promise<Task> {
  const requestId = createRequestId();
  return (await callAsMember('queue', 'retryTask', { taskId, requestId, expectedCost })).task;
}

/** Has the queue advance now instead of at the next tick of its timer. */
export async function nudgeQueue(): Promise<void> {
  await callAsMember('queue', 'nudge', {});
}

/** Read once per launch. */
export function getScenes(): Promise<Scene[]> {
  scenes ??= readScenes().catch((error: unknown) => {
    scenes = null;
    throw error;
  });
  return scenes;
}

async function readScenes(): Promise<Scene[]> {
  let read: Scene[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < maxScenePages; page += 1) {
    const reply: OutputOf<'scene', 'getScenes'> = await callAsMember('scene', 'getScenes', {
      cursor,
      pageSize: 50,
    });
    read = [...read, ...reply.scenes];
    cursor = reply.nextCursor;
    if (cursor === null) break;
  }
  return read;
}

export async function getConsents(): Promise<OutputOf<'notify', 'getConsents'>['consents']> {
  return (await callAsMember('notify', 'getConsents', {})).consents;
}

export async function recordConsent(results: ConsentResults): Promise<void> {
  await callAsMember('notify', 'recordConsent', { requestId: createRequestId(), results });
}
