import * as z from 'zod';
import { answerTextOf } from '../../domain/chat/answer-text';
import { addLastPiece, addPiece, addWhole, noText, textOf } from '../chat-text';
import type { PieceText } from '../chat-text';
import type { ServerEvent } from '../http/event-stream';
import { parseJson } from '../http/json';
import { chatFaultOfAnswer, faultOfFinish, strangeAnswer } from './chat-faults';
import type { Fault } from './chat-faults';
import { errorCodeOf } from './errors';

/** The part of an answer received so far. */
export type PartialAnswer = {
  /** As written by the model, including its thoughts. */
  raw: PieceText;
  finish: 'stop' | 'length' | null;
  tokensUsed: number | null;
  /** Nothing relevant will follow. */
  isOver: boolean;
};

const Part = z.object({ content: z.string().nullish() }).nullish();
/** A piece of a stream (`delta`), or a whole answer (`message`). Unused fields are not validated. */
const Completion = z.object({
  choices: z
    .array(z.object({ delta: Part, message: Part, finish_reason: z.string().nullish() }))
    .nullish(),
  usage: z.object({ total_tokens: z.int().nonnegative() }).nullish().catch(null),
});

export const emptyPartial: PartialAnswer = {
  raw: noText,
  finish: null,
  tokensUsed: null,
  isOver: false,
};

/** Adds one more event to what has been received; returns the fault if the event reports one. */
export function addEvent(
  partial: PartialAnswer,
  { name, data }: ServerEvent,
): PartialAnswer | Fault {
  const text = data.trim();
  if (text === '[DONE]') return { ...partial, isOver: true };
  const body = parseJson(text);
  const code = errorCodeOf(body);
  if (code !== null || name === 'error') return chatFaultOfAnswer({ status: 200, code });
  // Heartbeats: an empty event, or one with a custom name.
  if (text === '' || (body === undefined && name !== 'message')) return partial;
  if (body === undefined && text.includes('\n')) return addLines(partial, text);
  return addBody(partial, body);
}

/** Some gateways omit the empty line between events, which merges several events into one. */
function addLines(partial: PartialAnswer, text: string): PartialAnswer | Fault {
  let next = partial;
  for (const line of text.split('\n')) {
    const outcome = addEvent(next, { name: 'message', data: line });
    if (isFault(outcome) || outcome.isOver) return outcome;
    next = outcome;
  }
  return next;
}

function addBody(partial: PartialAnswer, body: unknown): PartialAnswer | Fault {
  if (body === undefined) return strangeAnswer('not-json');
  if (body === null) return partial;
  const completion = Completion.safeParse(body);
  if (!completion.success) return strangeAnswer('not-understood');
  const choice = completion.data.choices?.[0];
  const reason = choice?.finish_reason ?? '';
  if (reason !== '' && reason !== 'stop' && reason !== 'length') return faultOfFinish(reason);
  const finish = reason === '' ? partial.finish : reason;
  const piece = choice?.delta?.content ?? '';
  const whole = choice?.message?.content ?? '';
  const isLast = finish !== null;
  const withPiece = (isLast ? addLastPiece : addPiece)(partial.raw, piece);
  return {
    raw: (isLast ? addWhole : addPiece)(withPiece, whole),
    finish,
    tokensUsed: completion.data.usage?.total_tokens ?? partial.tokensUsed,
    isOver: false,
  };
}

export function isFault(value: object): value is Fault {
  return 'failure' in value;
}

/** The text to show, at most `maxLength` characters. `isCut`: there was more. `isWhole`: false while more may come. */
export function shownText(
  { raw }: PartialAnswer,
  maxLength: number,
  isWhole: boolean,
): { text: string; isCut: boolean } {
  const text = answerTextOf(textOf(raw, isWhole), isWhole);
  if (text.length <= maxLength) return { text, isCut: false };
  const characters = Array.from(text);
  const isCut = characters.length > maxLength;
  return { text: isCut ? characters.slice(0, maxLength).join('') : text, isCut };
}
