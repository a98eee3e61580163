import type { ChatFailure, ChatFault } from '../../domain/chat/model';
import type { PaintFault } from '../../domain/work/painter';
import type { WorkFailure } from '../../domain/work/failure';
import { faultOfAnswer, faultOfTransport } from './faults';

/** A fault before anybody knows what the user has seen. */
export type Fault = Omit<ChatFault, 'hasShownText' | 'mustErase'>;

const failureOfWork: Partial<Record<WorkFailure, ChatFailure>> = {
  PICTURE_REFUSED: 'refused',
  PROMPT_TOO_LONG: 'tooLong',
  PROVIDER_BUSY: 'busy',
  PROVIDER_FAILED: 'failed',
  PROVIDER_OUTCOME_UNKNOWN: 'noAnswer',
};

/**
 * Where the table of pictures stops, another chat model may still answer: models are taken offline, and the name of one
 * is configuration. Somebody has to look at it all the same.
 */
const missingModel = new Set(['1211', '1212']);

/** An answer that is no success, by the table of the provider's codes. */
export function chatFaultOfAnswer(status: number, code: string | null, retryAfter?: string): Fault {
  const fault = toChat(faultOfAnswer(status, code, retryAfter));
  return code !== null && missingModel.has(code) ? { ...fault, kind: 'disable' } : fault;
}

/** No answer came. */
export function chatFaultOfTransport(error: unknown): Fault {
  return toChat(faultOfTransport(error));
}

function toChat({ failure, ...fault }: PaintFault): Fault {
  return { ...fault, failure: failureOfWork[failure] ?? 'failed' };
}

/**
 * The stream broke off after it had begun. Before its first text it may be asked for once more: what that costs us is
 * a prompt, and the user pays nothing for either.
 */
export function cutStream(providerCode: string): Fault {
  return { kind: 'retrySame', failure: 'cut', providerCode, httpStatus: 200, maxAttempts: 2 };
}

/** A stream or an answer that is not what the contract says. */
export function strangeAnswer(providerCode: string): Fault {
  return { kind: 'unknownOutcome', failure: 'noAnswer', providerCode, httpStatus: 200 };
}

const faultOfReason: Readonly<Record<string, Fault>> = {
  sensitive: { kind: 'userFault', failure: 'refused', providerCode: 'sensitive', httpStatus: 200 },
  model_context_window_exceeded: {
    kind: 'userFault',
    failure: 'tooLong',
    providerCode: 'model_context_window_exceeded',
    httpStatus: 200,
  },
  network_error: cutStream('network_error'),
};

/**
 * What a `finish_reason` says that is neither `stop` nor `length`. One that nobody knows may be a new word for a
 * refusal: such an answer is not kept.
 */
export function faultOfFinish(reason: string): Fault {
  const known = Object.entries(faultOfReason).find(([name]) => name === reason);
  return known?.[1] ?? strangeAnswer(`finish-${reason.slice(0, 40)}`);
}
