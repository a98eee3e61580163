import type { Turn } from '../assistant/answer';
import { parseBody, requiredText } from '../http/fields';
import type { Body } from '../http/fields';
import { isDataUrl, isWebAddress } from '../http/inputs';
import { illegal, missing, zhipuError } from './errors';
import { optionalUserId, zhipu } from './vendor';

export type ChatRequest = {
  model: string;
  turns: Turn[];
  /** The URLs of pictures, in the order of the message. */
  pictures: string[];
  isStream: boolean;
  /** Whether the model sends its reasoning before the answer. */
  isThinking: boolean;
  maxTokens: number;
  requestId: string | null;
  userId: string | null;
};

/** The context length of each model in tokens, for question and answer together. */
const contextOf = new Map([
  ['glm-4-flash-250414', 128_000],
  ['glm-4-flashx-250414', 128_000],
  ['glm-4.5-flash', 128_000],
  ['glm-4.5-air', 128_000],
  ['glm-4.5', 128_000],
  ['glm-4.6', 200_000],
  ['glm-4.7-flash', 200_000],
  ['glm-4.7', 200_000],
  ['glm-5', 200_000],
  ['glm-5.3-flash', 200_000],
  ['glm-5.3', 200_000],
]);
/** Models that accept pictures. */
const visionModels = new Map([
  ['glm-4v-flash', 16_000],
  ['glm-4.5v', 64_000],
  ['glm-4.6v-flash', 128_000],
  ['glm-4.6v', 128_000],
]);
const imageModels = new Set(['glm-image', 'cogview-4-250304', 'cogview-4', 'cogview-3-flash']);
const roles = ['system', 'user', 'assistant', 'tool'] as const;

/** Approximates the provider's count: 0.7 per Chinese character, a quarter per Latin one. */
export function countTokens(text: string): number {
  const characters = Array.from(text);
  const latin = characters.filter((character) => character <= '\u007f').length;
  return Math.ceil((characters.length - latin) * 0.7 + latin / 4);
}

/** Validates a request as the provider does and throws its error; like the provider, it accepts unknown fields. */
export function parseChatRequest(text: string): ChatRequest {
  const body = parseBody(text, zhipu);
  const model = requiredText(body, 'model', zhipu).toLowerCase();
  if (imageModels.has(model)) throw zhipuError('1212');
  const context = contextOf.get(model) ?? visionModels.get(model);
  if (context === undefined) throw zhipuError('1211', `The model ${model} does not exist`);
  const messages = parseMessages(body['messages']);
  const turns = messages.map(({ role, text }) => ({ role, text }));
  const pictures = messages.flatMap((message) => message.pictures);
  // Only vision models accept pictures.
  if (pictures.length > 0 && !visionModels.has(model)) throw illegal('messages');
  checkSampling(body);
  const thinking = thinkingType(body);
  const maxTokens = whole(body, 'max_tokens', 1, 131_072) ?? 4_096;
  const asked = turns.reduce((sum, turn) => sum + countTokens(turn.text) + 3, 0);
  if (asked > context) throw zhipuError('1261');
  return {
    model,
    turns,
    pictures,
    isStream: flag(body, 'stream') ?? false,
    // Older models do not know the field; newer ones think by default.
    isThinking: /^glm-(?:4\.[5-9]|[5-9])/.test(model) && thinking === 'enabled',
    maxTokens,
    requestId: optionalText(body, 'request_id'),
    userId: optionalUserId(body),
  };
}

type Message = Turn & { pictures: string[] };

function parseMessages(value: unknown): Message[] {
  if (value === undefined || value === null) throw missing('messages');
  if (!Array.isArray(value) || value.length === 0) throw illegal('messages');
  const turns = value.map(parseMessage);
  if (!turns.some(({ role }) => role === 'user')) throw illegal('messages');
  return turns;
}

function parseMessage(value: unknown): Message {
  if (typeof value !== 'object' || value === null) throw illegal('messages');
  const { role, content } = value as { role?: unknown; content?: unknown };
  const known = roles.find((name) => name === role);
  if (known === undefined) throw illegal('messages');
  const parts = Array.isArray(content) ? content.map(readPart) : [];
  const text = Array.isArray(content) ? parts.map((part) => part.text).join('') : content;
  if (typeof text !== 'string') throw illegal('messages');
  if (text === '' && known === 'user') throw missing('prompt');
  return {
    role: known === 'tool' ? 'assistant' : known,
    text,
    pictures: parts.flatMap(({ picture }) => (picture === null ? [] : [picture])),
  };
}

function readPart(part: unknown): { text: string; picture: string | null } {
  const { type, text, image_url: image } = (part ?? {}) as Record<string, unknown>;
  if (type === 'text' && typeof text === 'string') return { text, picture: null };
  const { url } = (image ?? {}) as { url?: unknown };
  if (type !== 'image_url' || !(isWebAddress(url) || isDataUrl(url))) throw illegal('messages');
  return { text: '', picture: url };
}

function checkSampling(body: Body): void {
  number(body, 'temperature', 0, 1);
  number(body, 'top_p', 0.01, 1);
  flag(body, 'do_sample');
  const { stop, tools, tool_choice: toolChoice, response_format: format } = body;
  const isStop = Array.isArray(stop) && stop.length <= 1 && typeof (stop[0] ?? '') === 'string';
  if (stop !== undefined && !isStop) throw illegal('stop');
  if (tools !== undefined && !(Array.isArray(tools) && tools.length <= 128)) throw illegal('tools');
  if (toolChoice !== undefined && toolChoice !== 'auto') throw illegal('tool_choice');
  if (format !== undefined && !['text', 'json_object'].includes(typeOf(format))) {
    throw illegal('response_format');
  }
}

function thinkingType({ thinking }: Body): 'enabled' | 'disabled' {
  if (thinking === undefined) return 'enabled';
  const type = typeOf(thinking);
  if (type !== 'enabled' && type !== 'disabled') throw illegal('thinking');
  return type;
}

function typeOf(value: unknown): string {
  const { type } = (value ?? {}) as { type?: unknown };
  return typeof type === 'string' ? type : '';
}

function number(body: Body, field: string, min: number, max: number): number | null {
  const value = body[field];
  if (value === undefined) return null;
  if (typeof value !== 'number' || value < min || value > max) throw illegal(field);
  return value;
}

function whole(body: Body, field: string, min: number, max: number): number | null {
  const value = number(body, field, min, max);
  if (value !== null && !Number.isInteger(value)) throw illegal(field);
  return value;
}

function flag(body: Body, field: string): boolean | null {
  const value = body[field];
  if (value === undefined) return null;
  if (typeof value !== 'boolean') throw illegal(field);
  return value;
}

function optionalText(body: Body, field: string): string | null {
  return body[field] === undefined ? null : requiredText(body, field, zhipu);
}
