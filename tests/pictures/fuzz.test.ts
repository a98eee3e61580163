import fc from 'fast-check';
import { checkPicture, decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { labelPicture, readLabel } from '../../cloudfunctions/shared/pictures/label';
import { PictureError } from '../../cloudfunctions/shared/pictures/picture-error';
import { makeThumbnail } from '../../cloudfunctions/shared/pictures/thumbnail';
import { uprightSquareJpeg } from '../../cloudfunctions/shared/pictures/upright';
import { sample, withOrientation } from './samples';

const names = [
  ...['rgb.png', 'rgba-interlaced.png', 'rgb16-interlaced.png', 'palette4-interlaced.png'],
  ...['gray4.png', 'baseline.jpg', 'progressive.jpg', 'cmyk.jpg', 'rgb.jpg', 'sampling-4x1.jpg'],
  ...['lossy.webp', 'lossless.webp', 'extended.webp', 'alpha.webp', 'animated.webp'],
];
const files = [...names.map(sample), withOrientation(sample('baseline.jpg'), 6)];

/** Damaged files: bytes are changed, removed, doubled, moved, or taken from another file. */
const mutated = fc
  .record({
    file: fc.constantFrom(...files),
    other: fc.constantFrom(...files),
    changes: fc.array(fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.nat(255)), {
      maxLength: 12,
    }),
    cut: fc.option(fc.tuple(fc.nat(2000), fc.nat(60))),
    splice: fc.option(fc.tuple(fc.nat(2000), fc.nat(2000), fc.nat(300))),
  })
  .map(({ file, other, changes, cut, splice }) => {
    let bytes = Buffer.from(file);
    for (const [place, value] of changes) {
      bytes[Math.floor(place * (bytes.length - 1))] = value;
    }
    if (cut !== null) {
      const [at, length] = cut;
      bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + length)]);
    }
    if (splice !== null) {
      const [to, from, length] = splice;
      const piece = other.subarray(from, from + length);
      bytes = Buffer.concat([bytes.subarray(0, to), piece, bytes.subarray(to)]);
    }
    return bytes;
  });

/** Each reader must return a value or throw a PictureError, and nothing else. */
function answerOf<Value>(read: () => Value): Value | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof PictureError) return null;
    throw error;
  }
}

describe('files after an accident', () => {
  it('are read, or refused with a PictureError', () => {
    fc.assert(
      fc.property(mutated, (bytes) => {
        const checked = checkPicture(bytes);
        const pixels = answerOf(() => decodePicture(bytes));
        answerOf(() => makeThumbnail(bytes, { maxWidth: 12, maxBytes: 20_000 }));
        answerOf(() => uprightSquareJpeg(bytes, 8));
        const labelled = answerOf(() =>
          labelPicture(bytes, { contentProducer: 'a', produceId: 'b' }),
        );
        const read = labelled === null ? 'b' : readLabel(labelled)?.ProduceID;
        const bytesOfPixels = pixels === null ? 0 : pixels.width * pixels.height * 4;

        expect(read).toBe('b');
        expect(pixels?.data.length ?? 0).toBe(bytesOfPixels);
        // A refused file must not be decodable.
        expect('problem' in checked && pixels !== null).toBe(false);
      }),
      { numRuns: 1500, seed: 20261128 },
    );
  });
});
