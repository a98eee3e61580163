import { parseBody, requiredText } from '../http/fields';
import type { Body } from '../http/fields';
import { isDataUrl, isWebAddress } from '../http/inputs';
import type { StubOrder } from '../http/orders';
import { dashscopeError } from './errors';
import { dashscope } from './vendor';

export type NamedPicture = { url: string; part: 'person' | 'top' | 'bottom' | 'garment' };
export type DashscopeOrder = StubOrder & {
  kind: 'tryon' | 'edit';
  pictures: NamedPicture[];
  /** Null means the size of the photo. */
  size: { width: number; height: number } | null;
  count: number;
  seed: number | null;
  hasWatermark: boolean;
};

const tryOnModels = ['aitryon', 'aitryon-plus'];
const wanModels = ['wan2.7-image', 'wan2.7-image-pro'];
const qwenModels = [
  ...['qwen-image-edit', 'qwen-image-edit-plus', 'qwen-image-2.0', 'qwen-image-2.0-pro'],
  ...['qwen-image-3.0', 'qwen-image-3.0-pro'],
];

/** Validates an order as the vendor does before it accepts one; throws its error. Pictures are checked later. */
export function parseTryOn(text: string): DashscopeOrder {
  const body = parseBody(text, dashscope);
  const model = requiredText(body, 'model', dashscope);
  if (!tryOnModels.includes(model)) throw dashscopeError('ModelNotFound');
  const input = objectOf(body, 'input');
  const person = addressOf(input, 'person_image_url');
  if (person === null) throw dashscope.missing('person_image_url');
  const top = addressOf(input, 'top_garment_url');
  const bottom = addressOf(input, 'bottom_garment_url');
  if (top === null && bottom === null) throw dashscopeError('InvalidGarment');
  const { resolution = -1, restore_face: restore = true } = objectOf(body, 'parameters');
  if (![-1, 1024, 1280].includes(resolution as number)) throw dashscope.illegal('resolution');
  if (typeof restore !== 'boolean') throw dashscope.illegal('restore_face');
  const pictures: NamedPicture[] = [
    { url: person, part: 'person' },
    ...(top === null ? [] : [{ url: top, part: 'top' as const }]),
    ...(bottom === null ? [] : [{ url: bottom, part: 'bottom' as const }]),
  ];
  return {
    ...{ kind: 'tryon', model, prompt: '', pictures, count: 1, seed: null, hasWatermark: false },
    text: pictures.map(({ url }) => decodeURIComponent(url)).join(' '),
    size: sizeOfResolution(resolution as number),
  };
}

export function parseEdit(text: string, mode: 'sync' | 'async'): DashscopeOrder {
  const body = parseBody(text, dashscope);
  const model = requiredText(body, 'model', dashscope);
  const isWan = wanModels.includes(model);
  if (!isWan && !(mode === 'sync' && qwenModels.includes(model))) {
    throw dashscopeError('ModelNotFound');
  }
  const { messages } = objectOf(body, 'input');
  if (!Array.isArray(messages) || messages.length !== 1) throw dashscope.illegal('messages');
  const { content } = (messages[0] ?? {}) as { content?: unknown };
  if (!Array.isArray(content)) throw dashscope.illegal('content');
  const items = content as Body[];
  const urls = items.filter((item) => item['image'] !== undefined).map((item) => item['image']);
  const texts = items.filter((item) => item['text'] !== undefined);
  const [first] = texts;
  if (first === undefined || texts.length > 1) throw dashscope.missing('text');
  const prompt = requiredText(first, 'text', dashscope);
  const maxRefs = isWan ? 9 : 3;
  if (urls.length > maxRefs || (!isWan && urls.length === 0)) throw dashscope.illegal('image');
  const pictures = urls.map((url): NamedPicture => {
    if (!isWebAddress(url) && !isDataUrl(url)) throw dashscopeError('InvalidURL');
    return { url, part: 'garment' };
  });
  const parameters = objectOf(body, 'parameters');
  const { n = 1, seed = null, watermark = false } = parameters;
  const maxCount = isWan ? 4 : 6;
  if (!isWhole(n, 1, maxCount)) throw dashscope.illegal('n');
  if (seed !== null && !isWhole(seed, 0, 2_147_483_647)) throw dashscope.illegal('seed');
  if (typeof watermark !== 'boolean') throw dashscope.illegal('watermark');
  return {
    ...{ kind: 'edit', model, prompt, pictures, count: n, seed, hasWatermark: watermark },
    text: [prompt, ...pictures.map(({ url }) => (isDataUrl(url) ? '' : url))].join(' '),
    size: sizeOf(parameters['size'] ?? '1024*1024'),
  };
}

/** The vendor separates width and height with an asterisk, not an x. */
function sizeOf(value: unknown): { width: number; height: number } {
  if (value === '1K') return { width: 1024, height: 1024 };
  if (value === '2K') return { width: 2048, height: 2048 };
  const match = typeof value === 'string' ? /^(\d{3,4})\*(\d{3,4})$/.exec(value) : null;
  if (match === null) throw dashscope.illegal('size');
  const [width, height] = [Number(match[1]), Number(match[2])];
  const pixels = width * height;
  const ratio = Math.max(width / height, height / width);
  if (pixels < 512 ** 2 || pixels > 2048 ** 2 || ratio > 8) throw dashscope.illegal('size');
  return { width, height };
}

function sizeOfResolution(resolution: number): { width: number; height: number } | null {
  if (resolution === 1024) return { width: 576, height: 1024 };
  return resolution === 1280 ? { width: 720, height: 1280 } : null;
}

/** Try-on accepts only URLs. */
function addressOf(input: Body, field: string): string | null {
  const value = input[field];
  if (value === undefined || value === null || value === '') return null;
  if (!isWebAddress(value)) throw dashscopeError('InvalidURL');
  return value;
}

function objectOf(body: Body, field: string): Body {
  const value = body[field] ?? {};
  if (typeof value !== 'object' || Array.isArray(value)) throw dashscope.illegal(field);
  return value as Body;
}

function isWhole(value: unknown, least: number, most: number): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;
}
