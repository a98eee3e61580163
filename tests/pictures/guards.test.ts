import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Plugin } from 'esbuild';
import type * as decode from '../../cloudfunctions/shared/pictures/decode';
import type * as label from '../../cloudfunctions/shared/pictures/label';
import { toPngChunk } from '../../cloudfunctions/shared/pictures/png-file';
import { embeddedWasm } from '../../scripts/build/embedded-wasm';
import { buildPng, buildWebp, insert, jpegSegment, sample, webpChunk } from './samples';

type Pictures = Pick<typeof decode, 'checkPicture'> &
  Pick<typeof label, 'labelPicture' | 'readLabel'>;
/** A guard's source text, its replacement, and a probe that holds only with the guard. */
type Guard = { name: string; file: string; find: string; replace: string; holds: Probe };
type Probe = (pictures: Pictures) => boolean;

const folder = join(__dirname, '../../cloudfunctions/shared/pictures');
const isLabelledOnce =
  (file: Buffer): Probe =>
  ({ labelPicture, readLabel }) =>
    readLabel(labelPicture(file, { contentProducer: 'us', produceId: 'work-1' }))?.ProduceID ===
    'work-1';
const isTooLarge =
  (file: Buffer): Probe =>
  ({ checkPicture }) => {
    const checked = checkPicture(file);
    return 'problem' in checked && checked.problem === 'tooLarge';
  };

const xmp = '<x xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"><TC260:AIGC>{}</TC260:AIGC></x>';
const png = { width: 4000, height: 3000, filters: [0], rows: [[1]] };
const guards: Guard[] = [
  {
    name: 'the bound of pixels',
    file: 'decode.ts',
    find: 'if (pixels > Math.min(maxPixels, limits.maxPixels ?? maxPixels)) {',
    replace: 'if (pixels < 0) {',
    holds: isTooLarge(buildWebp(['VP8X', Buffer.from('000000007f3e007f3e00', 'hex')])),
  },
  {
    name: 'the bound of bytes of a PNG',
    file: 'png-data.ts',
    find: 'if (expectedBytes > maxBytes) {',
    replace: 'if (expectedBytes < 0) {',
    holds: isTooLarge(buildPng({ ...png, colorType: 6, depth: 16 })),
  },
  {
    name: 'one label in a JPEG',
    file: 'jpeg-file.ts',
    find: 'parsed.segments.filter(isNeeded)',
    replace: 'parsed.segments',
    holds: isLabelledOnce(
      insert(
        sample('rgb.jpg'),
        2,
        jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${xmp}`)),
      ),
    ),
  },
  {
    name: 'one label in a PNG',
    file: 'png-file.ts',
    find: 'if (!neededChunks.has(type)) continue;',
    replace: '',
    holds: isLabelledOnce(
      insert(
        sample('rgb.png'),
        33,
        toPngChunk('iTXt', Buffer.from(`XML:com.adobe.xmp\0\0\0\0\0${xmp}`)),
      ),
    ),
  },
  {
    name: 'one label in a WebP',
    file: 'webp-file.ts',
    find: '.filter(({ type }) => neededChunks.has(type))',
    replace: '',
    holds: isLabelledOnce(
      buildWebp(['VP8 ', webpChunk(sample('lossy.webp'), 'VP8 ')], ['XMP ', Buffer.from(xmp)]),
    ),
  },
];

describe('a guard of the pictures', () => {
  const outside = mkdtempSync(join(tmpdir(), 'guards-'));
  afterAll(() => {
    rmSync(outside, { recursive: true });
  });

  async function load(guard: Guard | null): Promise<Pictures> {
    const outfile = join(outside, `${guard?.name ?? 'whole'}.js`);
    await build({
      stdin: {
        contents: "export * from './decode'; export * from './label';",
        resolveDir: folder,
      },
      ...{ outfile, bundle: true, platform: 'node', format: 'cjs' },
      plugins: [embeddedWasm, ...(guard === null ? [] : [without(guard)])],
    });
    return (await import(outfile)) as Pictures;
  }

  it.each(guards.map((guard) => [guard.name, guard] as const))(
    'shows: %s',
    async (_name, guard) => {
      expect(guard.holds(await load(null))).toBe(true);
      expect(guard.holds(await load(guard))).toBe(false);
    },
  );
});

function without({ file, find, replace }: Guard): Plugin {
  return {
    name: 'without-guard',
    setup(bundle) {
      bundle.onLoad({ filter: new RegExp(`pictures[\\\\/]${file}$`) }, ({ path }) => {
        const parts = readFileSync(path, 'utf8').split(find);
        if (parts.length !== 2)
          throw new Error(`${file} holds the guard ${parts.length - 1} times.`);
        return { contents: parts.join(replace), loader: 'ts' };
      });
    },
  };
}
