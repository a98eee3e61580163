import type { IncomingMessage } from 'node:http';
import { requiredText } from '../http/fields';
import type { StubOrder } from '../http/orders';
import { stability } from './vendor';

export type StabilityOrder = StubOrder & { width: number; height: number };

const models = ['sd3.5-large', 'sd3.5-large-turbo', 'sd3.5-medium'];
/** The sizes by ratio, each about one megapixel. */
const sizes: Record<string, [width: number, height: number]> = {
  '16:9': [1344, 768],
  '1:1': [1024, 1024],
  '21:9': [1536, 640],
  '2:3': [832, 1216],
  '3:2': [1216, 832],
  '4:5': [896, 1088],
  '5:4': [1088, 896],
  '9:16': [768, 1344],
  '9:21': [640, 1536],
};

/** Parses a multipart form and validates it as the vendor does; throws its error. */
export function parseOrder(text: string, { headers }: IncomingMessage): StabilityOrder {
  const boundary = /^multipart\/form-data; boundary=(\S+)$/.exec(
    headers['content-type'] ?? '',
  )?.[1];
  if (boundary === undefined) throw stability.errors.badBody();
  if (headers.accept !== 'application/json') throw stability.illegal('accept');
  const form: Record<string, string> = {};
  for (const part of text.split(`--${boundary}`)) {
    const [, name, value] = /name="(\w+)"\r\n\r\n([\s\S]*)\r\n$/.exec(part) ?? [];
    if (name !== undefined && value !== undefined) form[name] = value;
  }
  const prompt = requiredText(form, 'prompt', stability);
  const { model = 'sd3.5-large', aspect_ratio: ratio = '1:1', mode = 'text-to-image' } = form;
  const { output_format: format = 'png' } = form;
  if (!models.includes(model)) throw stability.illegal('model');
  if (mode !== 'text-to-image') throw stability.illegal('mode');
  if (format !== 'png' && format !== 'jpeg') throw stability.illegal('output_format');
  if (prompt.length > 10_000) throw stability.illegal('prompt');
  const size = Object.hasOwn(sizes, ratio) ? sizes[ratio] : undefined;
  if (size === undefined) throw stability.illegal('aspect_ratio');
  return { model, prompt, text: prompt, width: size[0], height: size[1] };
}
