import { generate } from './ai-generate';
import type { GenerateInput, GenerateReply } from './ai-generate';
import { CloudError } from './cloud';
import { createRequestId } from './request-id';
import { rememberCredits } from './session';
import { prepareThumbnail } from './work-manage';

/** One tap on 生成: the same request id on every retry, so it is one work and one charge. */
export type Generation = {
  requestId: string;
  input: GenerateInput;
  startedAt: number;
  answer: Promise<GenerateReply>;
};

/** What outlives the app: a tap whose answer never came. */
export type OpenRequest = { requestId: string; startedAt: number };

const storageKey = 'openRequest';
/** No function runs longer than a minute; after this a lost answer is no news any more. */
const openForMs = 10 * 60_000;

const generations = new Map<string, Generation>();

/** Sends a new request. The answer keeps coming when the page that asked is gone. */
export function begin(input: Omit<GenerateInput, 'requestId'>): Generation {
  return dispatch({ ...input, requestId: createRequestId() });
}

/** Sends the same request again after a lost answer; the cloud answers with the work as it stands. */
export function resume(requestId: string): Generation | null {
  const known = generations.get(requestId);
  return known ? dispatch(known.input) : null;
}

export function findGeneration(requestId: string): Generation | null {
  return generations.get(requestId) ?? null;
}

/** The request that was under way when the app was closed, once; it stands in 作品 by now. */
export function takeInterrupted(now: number): OpenRequest | null {
  const open = readOpen();
  if (!open || generations.has(open.requestId)) return null;
  wx.removeStorageSync(storageKey);
  return now - open.startedAt < openForMs ? open : null;
}

function dispatch(input: GenerateInput): Generation {
  const startedAt = Date.now();
  wx.setStorageSync(storageKey, { requestId: input.requestId, startedAt });
  const generation = { requestId: input.requestId, input, startedAt, answer: ask(input) };
  generations.set(input.requestId, generation);
  // The page may be gone when the answer fails; it is heard of in 作品 then.
  generation.answer.catch((error: unknown) => console.info('generation ended', error));
  return generation;
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
  }
}

function close(requestId: string): void {
  if (readOpen()?.requestId === requestId) wx.removeStorageSync(storageKey);
}

function readOpen(): OpenRequest | null {
  const stored = wx.getStorageSync<OpenRequest | ''>(storageKey);
  return stored === '' ? null : stored;
}
