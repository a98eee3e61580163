import * as z from 'zod';
import type { ServerEvent } from '../http/event-stream';
import { chatFaultOfAnswer, faultOfFinish, strangeAnswer } from './chat-faults';
import type { Fault } from './chat-faults';
import { parseJson, refusalCode } from './refusal';

/** As much of an answer as has been heard. */
export type Heard = {
  text: string;
  finish: 'stop' | 'length' | null;
  tokensUsed: number | null;
  /** Nothing that matters will follow. */
  isOver: boolean;
};

const Part = z.object({ content: z.string().nullish() }).nullish();
/** A piece of a stream (`delta`), or an answer that was not streamed (`message`). What we do not use is not looked at. */
const Completion = z.object({
  choices: z
    .array(z.object({ delta: Part, message: Part, finish_reason: z.string().nullish() }))
    .nullish(),
  usage: z.object({ total_tokens: z.int().nonnegative() }).nullish().catch(null),
});

export const nothingHeard: Heard = { text: '', finish: null, tokensUsed: null, isOver: false };

/** What has been heard after one more event, or the fault that it reports. */
export function hear(heard: Heard, { name, data }: ServerEvent): Heard | Fault {
  if (data.trim() === '[DONE]') return { ...heard, isOver: true };
  const body = parseJson(data);
  const code = refusalCode(body);
  if (code !== null) return chatFaultOfAnswer(200, code);
  if (name === 'error') return chatFaultOfAnswer(200, null);
  return hearBody(heard, body);
}

export function hearBody(heard: Heard, body: unknown): Heard | Fault {
  if (body === undefined) return strangeAnswer('not-json');
  const completion = Completion.safeParse(body);
  if (!completion.success) return strangeAnswer('not-understood');
  const choice = completion.data.choices?.[0];
  const reason = choice?.finish_reason ?? '';
  if (reason !== '' && reason !== 'stop' && reason !== 'length') return faultOfFinish(reason);
  return {
    text: heard.text + (choice?.delta?.content ?? choice?.message?.content ?? ''),
    finish: reason === '' ? heard.finish : reason,
    tokensUsed: completion.data.usage?.total_tokens ?? heard.tokensUsed,
    isOver: false,
  };
}

export function isFault(value: Heard | Fault): value is Fault {
  return 'failure' in value;
}

/** No longer than `longest`, with no half of a character at its end; a text that was cut is over. */
export function capped<Outcome extends Heard | Fault>(outcome: Outcome, longest: number): Outcome {
  if (isFault(outcome) || outcome.text.length <= longest) return outcome;
  const text = outcome.text.slice(0, longest).replace(/[\ud800-\udbff]$/, '');
  return { ...outcome, text, finish: 'length', isOver: true };
}
