import { chatFailureOf } from '../../domain/chat/model';
import type { ChatFailure, ChatFault } from '../../domain/chat/model';
import type { FaultMeaning, ProviderFault } from '../../domain/provider/fault';
import { faultOfTransport, meaning } from '../fault';
import type { FaultyAnswer } from '../fault';
import { classify } from './errors';

/** A fault, before it is known how much of the answer the user has seen. */
export type Fault = Omit<ProviderFault, keyof FaultMeaning> &
  FaultMeaning & { failure: ChatFailure };

/**
 * For pictures these codes end the order, but another chat model may still answer: models are taken offline, and their names are
 * configuration. An operator is alerted nevertheless.
 */
const missingModel = new Set(['1211', '1212']);

/** Classifies an unsuccessful answer by the vendor's table of codes. */
export function chatFaultOfAnswer(answer: FaultyAnswer): Fault {
  const fault = classify(answer);
  return toChat(missingModel.has(answer.code ?? '') ? { ...fault, ...meaning.disabled } : fault);
}

/** No answer came. */
export function chatFaultOfTransport(error: unknown): Fault {
  return toChat(faultOfTransport(error));
}

function toChat(fault: ProviderFault): Fault {
  return { ...fault, failure: chatFailureOf(fault) };
}

/**
 * The stream broke off after it had begun. Before its first text it may be retried once: that costs us only a prompt, and the
 * user is charged for neither.
 */
export function cutStream(providerCode: string): Fault {
  return { ...meaning.againOnce, failure: 'cut', providerCode, httpStatus: 200 };
}

/** An answer without readable text. */
export function emptyAnswer(): Fault {
  return { ...cutStream('empty'), failure: 'failed' };
}

/** A stream or an answer that violates the vendor's documented format. */
export function strangeAnswer(providerCode: string): Fault {
  return { ...meaning.unknown, failure: 'noAnswer', providerCode, httpStatus: 200 };
}

/** We closed the connection ourselves: the caller stopped it, or it took too long. */
export function abortedCall(cause: string): Fault {
  const failure = cause === 'stopped' ? 'stopped' : 'noAnswer';
  return { ...meaning.unknown, failure, providerCode: cause, httpStatus: null };
}

/**
 * The fault for a `finish_reason` other than `stop` and `length`. An unknown one may be a new name for a refusal: such an answer
 * is not kept.
 */
export function faultOfFinish(reason: string): Fault {
  switch (reason) {
    case 'sensitive':
      return {
        ...meaning.contentRefused,
        ...{ failure: 'refused', providerCode: reason, httpStatus: 200 },
      };
    case 'model_context_window_exceeded':
      return {
        ...meaning.tooLong,
        ...{ failure: 'tooLong', providerCode: reason, httpStatus: 200 },
      };
    case 'network_error':
      return cutStream(reason);
    default:
      return strangeAnswer(`finish-${reason.slice(0, 40)}`);
  }
}

/** Completes the fault with what the user has seen. */
export function toChatFault(fault: Fault, hasShownText: boolean): ChatFault {
  return {
    ...fault,
    failure: hasShownText && fault.failure === 'noAnswer' ? 'cut' : fault.failure,
    hasShownText,
    mustErase: hasShownText && fault.failure === 'refused',
  };
}
