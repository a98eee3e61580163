import { PictureError } from './picture-error';
import type { Pixels } from './pixels';
import { allocate, createCodec, place } from './wasm';
import type { Memory } from './wasm';
import { webpWasm } from './wasm-files';
import { requireStillWebp, webpSize } from './webp-file';

/** https://developers.google.com/speed/webp/docs/api */
type Webp = Memory & {
  WebPDecodeRGBA(source: number, bytes: number, width: number, height: number): number;
};

const openWebp = createCodec(webpWasm) as () => Webp;

/** Decodes lossy and lossless files, with and without alpha; animations are refused with their own error. */
export function decodeWebp(file: Buffer): Pixels {
  requireStillWebp(file);
  const { width, height } = webpSize(file);
  return { width, height, data: decode(file, width, height) };
}

/** The pixels stay in the decoder's own memory: a copy would need the same amount again. */
function decode(file: Buffer, width: number, height: number): Uint8Array {
  try {
    const webp = openWebp();
    const source = place(webp, file);
    const size = allocate(webp, 8);
    const target = webp.WebPDecodeRGBA(source, file.length, size, size + 4);
    if (target === 0) throw new Error('The decoder found wrong data.');
    const [decodedWidth, decodedHeight] = new Uint32Array(webp.memory.buffer, size, 2);
    if (decodedWidth !== width || decodedHeight !== height) {
      throw new Error('The picture is not of the size that its file says.');
    }
    return new Uint8Array(webp.memory.buffer, target, width * height * 4);
  } catch (error) {
    throw new PictureError('damaged', 'The WebP picture cannot be decoded.', { cause: error });
  }
}
