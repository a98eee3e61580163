import { decodePicture, pictureOrientation } from '../../cloudfunctions/shared/pictures/decode';
import { readLabel } from '../../cloudfunctions/shared/pictures/label';
import { encodeJpeg } from '../../cloudfunctions/shared/pictures/jpeg-encode';
import type { Pixels } from '../../cloudfunctions/shared/pictures/pixels';
import { toPngChunk } from '../../cloudfunctions/shared/pictures/png-file';
import {
  buildPng,
  buildWebp,
  quadrantColors,
  sample,
  webpChunk,
  withOrientation,
} from '../pictures/samples';
import { requireInvariants } from '../support/invariants';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('pictures of a provider', () => {
  let studio: Studio;
  let picture: Buffer;
  const generate = () =>
    studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '雨中的橘猫' });
  const file = (fileId: string): Buffer =>
    studio.cloud.cloud.storage.read(fileId.replace(/^cloud:\/\/[^/]+\//, ''))?.bytes ??
    Buffer.alloc(0);

  beforeAll(async () => {
    studio = await openStudio({}, () => picture);
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    await studio.member('alice');
  });
  afterEach(() => requireInvariants(studio.cloud));

  const png = { width: 2, height: 2, colorType: 0 as const, filters: [0, 0], rows: [[1], [1]] };
  const rgb = sample('rgb.png');
  const idat = rgb.indexOf('IDAT') - 4;
  it.each([
    ['0 × 0', buildPng({ ...png, width: 0, height: 0, filters: [], rows: [] })],
    ['30000 × 30000', buildPng({ ...png, width: 30_000, height: 30_000 })],
    ['fewer pixels than they say', buildPng(png)],
    [
      'garbage in place of pixels',
      Buffer.concat([
        rgb.subarray(0, idat),
        toPngChunk('IDAT', Buffer.alloc(400, 7)),
        toPngChunk('IEND', Buffer.alloc(0)),
      ]),
    ],
    ['no pixels', buildWebp(['VP8X', Buffer.from('000000001700000f0000', 'hex')])],
    ['no frame', buildWebp(['VP8X', Buffer.from('020000001700000f0000', 'hex')])],
  ])('are invalid when they have %s: everything is refunded', async (_what, bytes) => {
    picture = bytes;

    expect(refused(await generate()).error).toBe('PICTURE_NOT_STORED');
    expect(studio.cloud.collection('works').rows()).toMatchObject([
      { status: 'failed', refundedCredits: 1, imageUrl: '' },
    ]);
    expect(studio.user('alice')).toMatchObject({ credits: 100 });
    expect(
      studio.cloud.cloud.storage.list().filter(({ path }) => path.startsWith('works/')),
    ).toEqual([]);
  });

  it.each([
    [
      'a JPEG with a video behind it',
      Buffer.concat([sample('sampling-2x2.jpg'), Buffer.alloc(99, 1)]),
    ],
    ['an RGB JPEG', sample('rgb.jpg')],
    ['a CMYK JPEG', sample('cmyk.jpg')],
    ['an interlaced PNG of 16 bits', sample('rgb16-interlaced.png')],
    ['a simple WebP', buildWebp(['VP8 ', webpChunk(sample('quadrants-lossy.webp'), 'VP8 ')])],
  ])('are kept with our label: %s', async (_what, bytes) => {
    picture = bytes;

    const [work] = succeeded(await generate()).works;

    const kept = file(work?.imageUrl ?? '');
    expect(readLabel(kept)).toMatchObject({ Label: '1', ProduceID: work?.workId });
    expect(quadrantColors(decodePicture(kept))).toBe('red green blue white');
  });

  it('have an upright list picture, and keep their orientation', async () => {
    picture = withOrientation(encodeJpeg(quadrants(800, 600), 95), 6);
    const [work] = succeeded(await generate()).works;
    const { workId = '', imageUrl = '' } = work ?? {};

    const { thumbnailUrl } = succeeded(
      await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }),
    );

    expect(pictureOrientation(file(imageUrl))).toBe(6);
    const thumbnail = decodePicture(file(thumbnailUrl));
    expect([thumbnail.width, thumbnail.height]).toEqual([360, 480]);
    expect(quadrantColors(thumbnail)).toBe('blue red white green');
    expect(readLabel(file(thumbnailUrl))).toMatchObject({ ProduceID: workId });
  });
});

/** The quadrants of the sample pictures, at another size. */
function quadrants(width: number, height: number): Pixels {
  const small = decodePicture(sample('rgba-interlaced.png'));
  const data = new Uint8Array(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const from = (Math.floor((y * 16) / height) * 24 + Math.floor((x * 24) / width)) * 4;
      data.set(small.data.subarray(from, from + 4), (y * width + x) * 4);
    }
  }
  return { width, height, data };
}
