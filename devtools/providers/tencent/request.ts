import { parseBody, requiredText } from '../http/fields';
import type { Body } from '../http/fields';
import { isDataUrl, isWebAddress } from '../http/inputs';
import type { StubOrder } from '../http/orders';
import { tencentError } from './errors';
import { tencent } from './vendor';

export type TencentOrder = StubOrder & {
  urls: string[];
  width: number;
  height: number;
  /** Whether the vendor's footnote is drawn on the picture. */
  hasWatermark: boolean;
};

const models = ['hy-image-v3.5-preview'];
const maxRefs = 20;

/** Validates an order as the vendor does; throws its error. */
export function parseOrder(text: string): TencentOrder {
  const body = parseBody(text, tencent);
  const model = requiredText(body, 'model', tencent);
  if (!models.includes(model)) throw tencentError('400002', `model '${model}' is not supported`);
  const { messages, footnote } = body;
  const isFootnote =
    footnote === undefined || (typeof footnote === 'string' && Array.from(footnote).length <= 16);
  if (!isFootnote) throw tencent.illegal('footnote');
  const [message] = Array.isArray(messages) ? (messages as Body[]) : [];
  const content = message?.['content'];
  if (!Array.isArray(content)) throw tencent.missing('messages');
  const parts = content as Body[];
  const prompt = parts
    .filter(({ type }) => type === 'text')
    .map((part) => requiredText(part, 'text', tencent))
    .join('\n');
  if (prompt === '') throw tencent.missing('text');
  const urls = parts
    .filter(({ type }) => type === 'image_url')
    .map((part) => (part['image_url'] as Body | undefined)?.['url']);
  const addresses = urls.filter((url) => isWebAddress(url) || isDataUrl(url));
  if (addresses.length < urls.length || urls.length > maxRefs) throw tencent.illegal('image_url');
  return {
    ...{ model, prompt, urls: addresses, hasWatermark: footnote !== undefined },
    text: [prompt, ...addresses.filter(isWebAddress)].join(' '),
    ...sizeOf(body['size'] ?? '1024x1024'),
  };
}

function sizeOf(value: unknown): { width: number; height: number } {
  const match = typeof value === 'string' ? /^(\d{3,4})x(\d{3,4})$/.exec(value) : null;
  if (match === null) throw tencent.illegal('size');
  const [width, height] = [Number(match[1]), Number(match[2])];
  const isLegal = [width, height].every((side) => side >= 256 && side <= 8192);
  if (!isLegal || width * height > 16_777_216) throw tencent.illegal('size');
  return { width, height };
}
