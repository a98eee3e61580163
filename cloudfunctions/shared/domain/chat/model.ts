import { nextStep } from '../work/painter';
import type { FaultKind, NextStep } from '../work/painter';

export type ChatTurn = { role: 'system' | 'user' | 'assistant'; text: string };

export type ChatAnswer = {
  text: string;
  /** Of question and answer together, as the provider counts; estimated when it does not say. */
  tokensUsed: number;
  /** `length`: the model, or our cap, ended the answer before it was through. */
  finish: 'stop' | 'length';
};

/**
 * Why there is no answer, in our words:
 * `refused` the question or the answer may not be · `tooLong` the turns do not fit the model · `busy` later it may work ·
 * `failed` the provider cannot or will not · `cut` the answer ended in the middle · `noAnswer` none came, and nobody knows
 * whether one was made · `stopped` the caller's signal.
 */
export type ChatFailure =
  'refused' | 'tooLong' | 'busy' | 'failed' | 'cut' | 'noAnswer' | 'stopped';

export type ChatFault = {
  kind: FaultKind;
  failure: ChatFailure;
  /** The provider's own code, or what happened on the way, for logs. */
  providerCode: string;
  httpStatus: number | null;
  maxAttempts?: number | undefined;
  retryAfterMs?: number | undefined;
  /** Some of the answer had been handed to `onText`: nobody is asked again. */
  hasShownText: boolean;
  /** What was shown may not stay: the caller erases it. */
  mustErase: boolean;
};

export class ChatError extends Error {
  override readonly name = 'ChatError';

  constructor(
    readonly fault: ChatFault,
    options?: { cause?: unknown },
  ) {
    super(`${fault.failure} ${fault.providerCode}`, options);
  }
}

export type ChatOptions = {
  /** Who asks, as the provider may know it: no openid; 6 to 128 characters. */
  userId: string;
  /** For the whole answer, from the call to its last character. */
  timeoutMs: number;
  /** Closes the connection at once; the answer ends as `stopped`. */
  signal?: AbortSignal | undefined;
  /**
   * All of the answer that has arrived, longer each time. Never called while an earlier call is pending (texts in between
   * are left out) and never after `answer` has settled. When it throws, the connection is closed and its error goes on.
   */
  onText: (textSoFar: string) => void | Promise<void>;
};

/**
 * A chat model. `answer` asks once: it neither retries nor charges, and throws ChatError for every fault. An answer that
 * ended in the middle is a fault.
 */
export type ChatModel = {
  /** The provider's id of the model, which `priceApOf` knows. */
  name: string;
  answer(turns: readonly ChatTurn[], options: ChatOptions): Promise<ChatAnswer>;
};

/** With less time left, an answer that is worth waiting for will not come. */
export const leastAnswerMs = 5_000;

/**
 * What to do after attempt number `attempt` (from 1) at one model met `fault`: as for painters, but never again once the
 * user has seen a part of the answer.
 */
export function nextChatStep(
  fault: ChatFault,
  attempt: number,
  remainingMs: number,
  random: () => number,
): NextStep {
  if (fault.hasShownText) return { step: 'stop' };
  return nextStep(fault, attempt, remainingMs, random, leastAnswerMs);
}
