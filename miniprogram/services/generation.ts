import { generate } from './ai-generate';
import type { GenerateInput, GenerateReply } from './ai-generate';
import { CloudError } from './cloud';
import { createRequestId } from './request-id';
import { rememberCredits } from './session';
import { prepareThumbnail } from './work-manage';

/** One tap on 生成. Retries carry the same request id, so that there is one work and one charge. */
export type Generation = {
  requestId: string;
  input: GenerateInput;
  startedAt: number;
  answer: Promise<GenerateReply>;
};

/** What is stored on the phone while a request has no answer. */
export type OpenRequest = { requestId: string; startedAt: number };

export type GenerationEvent = 'begun' | 'ended';
type GenerationListener = (event: GenerationEvent) => void;

const storageKey = 'openRequest';
/** Longer than any request runs; an older one has ended. */
const maxOpenMs = 10 * 60_000;

const generations = new Map<string, Generation>();
const listeners = new Set<GenerationListener>();

/** Sends a new request. Its answer is awaited even when the page that asked is closed. */
export function begin(input: Omit<GenerateInput, 'requestId'>): Generation {
  return dispatch({ ...input, requestId: createRequestId() });
}

/** Sends the same request again after a lost answer; the cloud replies with the work as it is. */
export function resume(requestId: string): Generation | null {
  const known = generations.get(requestId);
  return known ? dispatch(known.input) : null;
}

export function findGeneration(requestId: string): Generation | null {
  return generations.get(requestId) ?? null;
}

/**
 * Calls the listener when a request was sent and when it has ended, however it ended. Works, usage and credits may have
 * changed. Returns a function that removes the listener.
 */
export function onGeneration(listener: GenerationListener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The request that was in flight when the app was closed, once; its work is in 作品. */
export function takeInterrupted(now: number): OpenRequest | null {
  const open = readOpen();
  if (!open || generations.has(open.requestId)) return null;
  wx.removeStorageSync(storageKey);
  return now - open.startedAt < maxOpenMs ? open : null;
}

function dispatch(input: GenerateInput): Generation {
  const startedAt = Date.now();
  wx.setStorageSync(storageKey, { requestId: input.requestId, startedAt });
  const generation = { requestId: input.requestId, input, startedAt, answer: ask(input) };
  generations.set(input.requestId, generation);
  // The page may be closed when the request fails; 作品 shows the failed work then.
  generation.answer.catch((error: unknown) => console.info('generation ended', error));
  notify('begun');
  return generation;
}

function notify(event: GenerationEvent): void {
  for (const listener of listeners) listener(event);
}

async function ask(input: GenerateInput): Promise<GenerateReply> {
  try {
    const reply = await generate(input);
    close(input.requestId);
    rememberCredits(reply.remainingCredits);
    for (const work of reply.works) {
      if (work.status === 'completed') prepareThumbnail(work.workId);
    }
    return reply;
  } catch (error) {
    const isOpen = error instanceof CloudError && error.failure === 'OUTCOME_UNKNOWN';
    if (!isOpen) close(input.requestId);
    throw error;
  } finally {
    notify('ended');
  }
}

function close(requestId: string): void {
  if (readOpen()?.requestId === requestId) wx.removeStorageSync(storageKey);
}

function readOpen(): OpenRequest | null {
  const stored = wx.getStorageSync<OpenRequest | ''>(storageKey);
  return stored === '' ? null : stored;
}
