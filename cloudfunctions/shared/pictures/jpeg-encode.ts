import { encode } from 'jpeg-js';
import type { Pixels } from './pixels';

/** `quality`: 1 to 100. Alpha is dropped. */
export function encodeJpeg(pixels: Pixels, quality: number): Buffer {
  return encode(pixels, quality).data;
}
