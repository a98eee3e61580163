import { nextStep } from '../provider/fault';
import type { FaultMeaning, NextStep, ProviderFault } from '../provider/fault';

export type ChatTurn = { role: 'system' | 'user' | 'assistant'; text: string };

export type ChatAnswer = {
  /** With something to read in it, without the model's thoughts: see `answerTextOf`. */
  text: string;
  /** Of question and answer together, as the vendor counts; estimated when it does not say. */
  tokensUsed: number;
  /** `length`: the model, or our limit, ended the answer before it was through. */
  finish: 'stop' | 'length';
};

/**
 * Why there is no answer, in our words:
 * `refused` the question or the answer is not allowed · `tooLong` the turns do not fit the model · `busy` it may work
 * later · `failed` the vendor cannot or will not · `cut` the answer ended in the middle · `noAnswer` none came, and nobody
 * knows whether one was made · `stopped` the caller's signal.
 */
export type ChatFailure =
  'refused' | 'tooLong' | 'busy' | 'failed' | 'cut' | 'noAnswer' | 'stopped';

export type ChatFault = ProviderFault & {
  failure: ChatFailure;
  /** A part of the answer had been passed to `onText`: the question is not sent again. */
  hasShownText: boolean;
  /** What was shown must not stay: the caller erases it. */
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
  /** The user as the vendor may know them: no openid; 6 to 128 characters. */
  userId: string;
  /** What this question is called in our logs; unique. Sent where the vendor's contract has a field for it. */
  requestId?: string;
  /** For the whole answer, from the call to its last character. */
  timeoutMs: number;
  /** Closes the connection at once; the answer ends as `stopped`. */
  signal?: AbortSignal | undefined;
  /**
   * All of the answer that has arrived. Never called while an earlier call is pending (texts in between are left out) and
   * never after `answer` has settled. When it throws, the connection is closed and its error is passed on.
   */
  onText: (textSoFar: string) => void | Promise<void>;
};

/**
 * A chat model. `answer` asks once: it neither retries nor charges, and throws ChatError for every fault. An answer that
 * ended in the middle is a fault.
 */
export type ChatModel = {
  /** The vendor's id of the model, which `priceApOf` knows. */
  name: string;
  answer(turns: readonly ChatTurn[], options: ChatOptions): Promise<ChatAnswer>;
};

/** With less time left, an answer that is worth waiting for will not come. */
export const minAnswerMs = 5_000;

export function chatFailureOf(fault: FaultMeaning): ChatFailure {
  switch (fault.state) {
    case 'refused':
      if (fault.reason === 'content') return 'refused';
      return fault.reason === 'tooLong' ? 'tooLong' : 'failed';
    case 'retry':
      return 'busy';
    case 'disabled':
      return 'failed';
    case 'unknown':
      return 'noAnswer';
  }
}

/**
 * What to do after attempt number `attempt` (from 1) at one model met `fault`: as for pictures, but never again once the
 * user has seen a part of the answer.
 */
export function nextChatStep(
  fault: ChatFault,
  attempt: number,
  remainingMs: number,
  random: () => number,
): NextStep {
  if (fault.hasShownText) return { step: 'stop' };
  return nextStep(fault, attempt, remainingMs, random, minAnswerMs);
}
