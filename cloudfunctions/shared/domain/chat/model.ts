import { nextStep } from '../provider/fault';
import type { FaultMeaning, NextStep, ProviderFault } from '../provider/fault';

export type ChatTurn = { role: 'system' | 'user' | 'assistant'; text: string };

export type ChatAnswer = {
  /** Contains readable text, without the model's thoughts: see `answerTextOf`. */
  text: string;
  /** Tokens of question and answer together, as counted by the vendor; estimated if it does not say. */
  tokensUsed: number;
  /** `length`: the model's limit, or ours, cut the answer off. */
  finish: 'stop' | 'length';
};

/**
 * Why there is no answer:
 * `refused` the question or the answer is not allowed · `tooLong` the turns do not fit the model · `busy` it may work later ·
 * `failed` the vendor cannot or will not · `cut` the answer ended in the middle · `noAnswer` none arrived, and it is unknown
 * whether one was made · `stopped` by the caller's signal.
 */
export type ChatFailure =
  'refused' | 'tooLong' | 'busy' | 'failed' | 'cut' | 'noAnswer' | 'stopped';

export type ChatFault = ProviderFault & {
  failure: ChatFailure;
  /** Part of the answer was already passed to `onText`: the question is not sent again. */
  hasShownText: boolean;
  /** What was shown must be erased by the caller. */
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
  /** The user's id for the vendor: no openid; 6 to 128 characters. */
  userId: string;
  /** The unique id of this question in our logs. Sent if the vendor's API has a field for it. */
  requestId?: string;
  /** For the whole answer, from the call to its last character. */
  timeoutMs: number;
  /** Closes the connection at once; the answer ends as `stopped`. */
  signal?: AbortSignal | undefined;
  /**
   * Receives the whole answer so far. Never called while an earlier call is pending (texts in between are skipped), and never
   * after `answer` has settled. If it throws, the connection is closed and its error is rethrown.
   */
  onText: (textSoFar: string) => void | Promise<void>;
};

/**
 * A chat model. `answer` asks once: it neither retries nor charges, and throws ChatError for every fault. An answer that ended in
 * the middle is a fault.
 */
export type ChatModel = {
  /** The vendor's id of the model, which `priceApOf` knows. */
  name: string;
  answer(turns: readonly ChatTurn[], options: ChatOptions): Promise<ChatAnswer>;
};

/** With less time left, no useful answer can be expected. */
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
 * Decides what to do after attempt number `attempt` (from 1) at one model failed with `fault`: like `nextStep` for pictures, but
 * never retries once the user has seen part of the answer.
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
