import { jpegFrame, parseJpeg } from './jpeg-file';
import { PictureError } from './picture-error';
import type { Pixels } from './pixels';
import { allocate, createCodec, place } from './wasm';
import type { Memory } from './wasm';
import { jpegWasm } from './wasm-files';

/** TurboJPEG 2: https://rawcdn.githack.com/libjpeg-turbo/libjpeg-turbo/2.0.x/doc/html/group___turbo_j_p_e_g.html */
type TurboJpeg = Memory & {
  tjInitDecompress(): number;
  tjDecompress2(
    ...handleSourceTarget: [number, number, number, number, number, number, number, number, number]
  ): number;
};
const pixelFormat = { rgba: 7, cmyk: 11 };

/** The decoder can scale each side to 1/1, 1/2, 1/4 or 1/8, with correspondingly less memory. */
export type Scale = 1 | 2 | 4 | 8;

const openTurbo = createCodec(jpegWasm) as () => TurboJpeg;

/**
 * Decodes grey, YCbCr, RGB, CMYK and YCCK, baseline and progressive, with any sampling. Throws PictureError for anything that
 * cannot be decoded completely: a JPEG with wrong data would show garbage.
 */
export function decodeJpeg(file: Buffer, scale: Scale): Pixels {
  const { end } = parseJpeg(file);
  const frame = jpegFrame(file);
  if (![1, 3, 4].includes(frame.components)) {
    throw new PictureError('unsupported', 'The JPEG file has a number of colours nobody uses.');
  }
  const width = Math.ceil(frame.width / scale);
  const height = Math.ceil(frame.height / scale);
  const isCmyk = frame.components === 4;
  const format = isCmyk ? pixelFormat.cmyk : pixelFormat.rgba;
  const data = decode(file.subarray(0, end), width, height, format);
  if (isCmyk) cmykToRgba(data);
  return { width, height, data };
}

/** The pixels stay in the decoder's own memory: a copy would need the same amount again. */
function decode(picture: Buffer, width: number, height: number, format: number): Uint8Array {
  try {
    const turbo = openTurbo();
    const decoder = turbo.tjInitDecompress();
    const source = place(turbo, picture);
    const bytes = width * height * 4;
    const target = allocate(turbo, bytes);
    const status = turbo.tjDecompress2(
      ...[decoder, source, picture.length, target, width, width * 4, height, format, 0],
    );
    if (status !== 0) throw new Error('The decoder found wrong data.');
    return new Uint8Array(turbo.memory.buffer, target, bytes);
  } catch (error) {
    throw new PictureError('damaged', 'The JPEG picture cannot be decoded.', { cause: error });
  }
}

/** CMYK values in a JPEG are inverted: Adobe Photoshop writes them like this, and all browsers read them like this. */
function cmykToRgba(data: Uint8Array): void {
  for (let at = 0; at < data.length; at += 4) {
    const light = data[at + 3] ?? 0;
    for (let channel = at; channel < at + 3; channel += 1) {
      data[channel] = Math.round(((data[channel] ?? 0) * light) / 255);
    }
    data[at + 3] = 255;
  }
}
