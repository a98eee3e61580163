import { parseBody, requiredText } from '../http/fields';
import { isDataUrl, isWebAddress } from '../http/inputs';
import type { StubOrder } from '../http/orders';
import { seedreamError } from './errors';
import { seedream } from './vendor';

export type SeedreamOrder = StubOrder & {
  urls: string[];
  width: number;
  height: number;
  hasWatermark: boolean;
  isBase64: boolean;
};

type Rule = { maxRefs: number; minPixels: number; maxPixels: number; hasGroups: boolean };

const newer: Rule = {
  ...{ maxRefs: 10, minPixels: 921_600, maxPixels: 4_624_220 },
  hasGroups: false,
};
const rules = new Map<string, Rule>([
  ['doubao-seedream-5-5-261028', newer],
  ['doubao-seedream-5-0-pro-260628', newer],
  ['doubao-seedream-5-0-flash-260915', newer],
  [
    'doubao-seedream-4-0-20260415',
    { maxRefs: 14, minPixels: 921_600, maxPixels: 16_800_000, hasGroups: true },
  ],
]);
const named: Record<string, string> = { '1K': '1024x1024', '1.5K': '1536x1536', '2K': '2048x2048' };

/** Validates an order as the vendor does; throws its error. */
export function parseOrder(text: string): SeedreamOrder {
  const body = parseBody(text, seedream);
  const model = requiredText(body, 'model', seedream);
  const rule = rules.get(model);
  if (rule === undefined) throw seedreamError('InvalidEndpointOrModel.NotFound');
  const prompt = requiredText(body, 'prompt', seedream);
  for (const field of ['sequential_image_generation', 'stream']) {
    if (!rule.hasGroups && body[field] !== undefined) throw seedream.illegal(field);
  }
  const { image = [], watermark = true, response_format: format = 'url' } = body;
  const urls: unknown[] = Array.isArray(image) ? image : [image];
  if (urls.length > rule.maxRefs) throw seedream.illegal('image');
  const addresses = urls.filter((url) => isWebAddress(url) || isDataUrl(url));
  if (addresses.length < urls.length) throw seedream.illegal('image');
  if (typeof watermark !== 'boolean') throw seedream.illegal('watermark');
  if (format !== 'url' && format !== 'b64_json') throw seedream.illegal('response_format');
  return {
    ...{ model, prompt, urls: addresses, hasWatermark: watermark },
    text: [prompt, ...addresses.filter(isWebAddress)].join(' '),
    isBase64: format === 'b64_json',
    ...sizeOf(body['size'] ?? '2K', rule),
  };
}

function sizeOf(value: unknown, rule: Rule): { width: number; height: number } {
  const text = typeof value === 'string' ? (named[value] ?? value) : '';
  const match = /^(\d{3,4})x(\d{3,4})$/.exec(text);
  if (match === null) throw seedream.illegal('size');
  const [width, height] = [Number(match[1]), Number(match[2])];
  const pixels = width * height;
  const ratio = Math.max(width / height, height / width);
  if (pixels < rule.minPixels || pixels > rule.maxPixels || ratio > 16) {
    throw seedream.illegal('size');
  }
  return { width, height };
}
