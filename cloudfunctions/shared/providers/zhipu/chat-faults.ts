import { chatFailureOf } from '../../domain/chat/model';
import type { ChatFailure, ChatFault } from '../../domain/chat/model';
import type { FaultMeaning, ProviderFault } from '../../domain/provider/fault';
import { faultOfTransport, meaning } from '../fault';
import type { FaultyAnswer } from '../fault';
import { classify } from './errors';

/** A fault, while it is not known yet how much of the answer the user has seen. */
export type Fault = Omit<ProviderFault, keyof FaultMeaning> &
  FaultMeaning & { failure: ChatFailure };

/**
 * Where the table of pictures stops, another chat model may still answer: models are taken offline, and the name of one
 * is configuration. An operator has to look at it all the same.
 */
const missingModel = new Set(['1211', '1212']);

/** An answer that is no success, by the vendor's table of codes. */
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
 * The stream broke off after it had begun. Before its first text it may be asked for once more: what that costs us is
 * a prompt, and the user pays nothing for either.
 */
export function cutStream(providerCode: string): Fault {
  return { ...meaning.againOnce, failure: 'cut', providerCode, httpStatus: 200 };
}

/** An answer with nothing to read in it. */
export function emptyAnswer(): Fault {
  return { ...cutStream('empty'), failure: 'failed' };
}

/** A stream or an answer that is not what the contract says. */
export function strangeAnswer(providerCode: string): Fault {
  return { ...meaning.unknown, failure: 'noAnswer', providerCode, httpStatus: 200 };
}

/** We closed the connection ourselves, for the caller or because it took too long. */
export function abortedCall(cause: string): Fault {
  const failure = cause === 'stopped' ? 'stopped' : 'noAnswer';
  return { ...meaning.unknown, failure, providerCode: cause, httpStatus: null };
}

/**
 * What a `finish_reason` says that is neither `stop` nor `length`. One that nobody knows may be a new word for a
 * refusal: such an answer is not kept.
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

/** The same fault, given what the user has seen. */
export function toChatFault(fault: Fault, hasShownText: boolean): ChatFault {
  return {
    ...fault,
    failure: hasShownText && fault.failure === 'noAnswer' ? 'cut' : fault.failure,
    hasShownText,
    mustErase: hasShownText && fault.failure === 'refused',
  };
}
