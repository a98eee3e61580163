import { answerTo } from '../assistant/answer';
import { withoutDirectives } from '../http/directives';
import type { Behaviour } from '../http/directives';
import { countTokens } from './chat-request';
import type { ChatRequest } from './chat-request';
import { errors } from './errors';

/** How an answer ends: with a finish reason, or with a fault. */
export type Ending =
  | { kind: 'finish'; reason: string; hasUsage: boolean; hasFilter: boolean; hasDone: boolean }
  | { kind: 'cut' | 'eof' | 'silence' | 'garbage' }
  | { kind: 'error'; code: string; message: string; isEvent: boolean };

export type Usage = {
  prompt_tokens: number;
  completion_tokens: number;
  total_tokens: number;
  prompt_tokens_details: { cached_tokens: number };
};

/** What will be sent. */
export type Plan = { thoughts: string[]; chunks: string[]; ending: Ending; usage: Usage };

const chunkCharacters = 3;
const chunksBeforeError = 3;

/** `seen` is what a vision model says about the pictures. */
export function planAnswer(
  request: ChatRequest,
  behaviours: readonly Behaviour[],
  seen: string | null = null,
): Plan {
  const turns = request.turns.map(({ role, text }) => ({ role, text: withoutDirectives(text) }));
  const whole = Array.from(spoken(seen ?? answerTo(turns), behaviours));
  const thoughts = request.isThinking ? ['用户想要一个画面，', '先想清楚光和主体，', '再说。'] : [];
  const room = Math.max(0, request.maxTokens - countTokens(thoughts.join('')));
  const sentText = whole.slice(0, Math.floor(room / 0.7)).join('');
  const chunks = inChunks(sentText);
  const finish = sentText.length < whole.join('').length ? 'length' : 'stop';
  const { count, ending } = misbehave(behaviours, finish, chunks.length);
  const sent = chunks.slice(0, count);
  const promptTokens = turns.reduce((sum, { text }) => sum + countTokens(text) + 3, 0);
  const completionTokens = countTokens([...thoughts, ...sent].join(''));
  return {
    thoughts,
    chunks: sent,
    ending,
    usage: {
      prompt_tokens: promptTokens,
      completion_tokens: completionTokens,
      total_tokens: promptTokens + completionTokens,
      prompt_tokens_details: { cached_tokens: 0 },
    },
  };
}

/** The model's text, including forms that it should not use. */
function spoken(answer: string, behaviours: readonly Behaviour[]): string {
  const has = (name: string): boolean => behaviours.some((behaviour) => behaviour.name === name);
  const thoughts = '用户想要一个画面，先想清楚光和主体，再说。';
  const length = behaviours.find(({ name }) => name === 'characters')?.value;
  if (length !== undefined) return '画一只在窗边看雨的橘猫。'.repeat(200).slice(0, Number(length));
  if (has('blank-answer')) return '\u200b\u2060\u3164 \u200b';
  if (has('think')) return `<think>\n${thoughts}\n</think>\n\n${answer}`;
  if (has('think-open')) return `<think>\n${thoughts}${answer}`;
  if (has('think-headless')) return `${thoughts}\n</think>\n\n${answer}`;
  if (has('odd-characters')) {
    return answer.replace(/[，。]/g, (mark) => `\u202e\u0007${mark}\u200b\u2066`);
  }
  return answer;
}

function inChunks(text: string): string[] {
  const characters = Array.from(text);
  return Array.from({ length: Math.ceil(characters.length / chunkCharacters) }, (_, index) =>
    characters.slice(index * chunkCharacters, (index + 1) * chunkCharacters).join(''),
  );
}

/** How many chunks are sent, and how the answer ends after them. */
function misbehave(
  behaviours: readonly Behaviour[],
  finish: string,
  all: number,
): { count: number; ending: Ending } {
  const has = (name: string): boolean => behaviours.some((behaviour) => behaviour.name === name);
  const ends = (reason: string): Ending => ({
    kind: 'finish',
    reason,
    hasUsage: !has('no-usage'),
    hasFilter: reason === 'sensitive' || has('content-filter'),
    hasDone: !has('no-done'),
  });
  for (const { name, value } of behaviours) {
    const count = Math.min(all, Number(value));
    const error = {
      kind: 'error',
      code: value ?? '500',
      message: errors[value ?? '500']?.message ?? 'Error',
    } as const;
    switch (name) {
      case 'sensitive':
        return { count: 0, ending: ends('sensitive') };
      case 'sensitive-after':
        return { count, ending: ends('sensitive') };
      case 'context-exceeded':
        return { count: 0, ending: ends('model_context_window_exceeded') };
      case 'empty-answer':
        return { count: 0, ending: ends('stop') };
      case 'network-error':
        return { count, ending: ends('network_error') };
      case 'length':
        return { count, ending: ends('length') };
      case 'cut-stream':
        return { count, ending: { kind: 'cut' } };
      case 'end-stream':
        return { count, ending: { kind: 'eof' } };
      case 'hang-stream':
        return { count, ending: { kind: 'silence' } };
      case 'garbage-event':
        return { count: chunksBeforeError, ending: { kind: 'garbage' } };
      case 'stream-error':
        return { count: chunksBeforeError, ending: { ...error, isEvent: false } };
      case 'error-event':
        return { count: chunksBeforeError, ending: { ...error, isEvent: true } };
    }
  }
  return { count: all, ending: ends(finish) };
}
