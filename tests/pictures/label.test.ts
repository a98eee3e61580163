import fc from 'fast-check';
import { labelPicture, readLabel } from '../../cloudfunctions/shared/pictures/label';
import {
  isWholePicture,
  pictureSize,
  pictureType,
} from '../../cloudfunctions/shared/pictures/picture';
import { PictureError } from '../../cloudfunctions/shared/pictures/picture-error';
import { decodePicture, pictureOrientation } from '../../cloudfunctions/shared/pictures/decode';
import { orientationTiff } from '../../cloudfunctions/shared/pictures/exif';
import { crc32, pngChunks, toPngChunk } from '../../cloudfunctions/shared/pictures/png-file';
import type { Orientation } from '../../cloudfunctions/shared/pictures/exif';
import {
  buildWebp,
  insert,
  jpegSegment,
  quadrantColors,
  sample,
  simpleWebp,
  webpChunk,
  withOrientation,
} from './samples';

const source = { contentProducer: 'ai-image-workshop', produceId: 'work-1' };
const label = {
  Label: '1',
  ContentProducer: 'ai-image-workshop',
  ProduceID: 'work-1',
  ReservedCode1: '',
  ContentPropagator: 'ai-image-workshop',
  PropagateID: 'work-1',
  ReservedCode2: '',
};
const namespace = 'http://www.tc260.org.cn/ns/AIGC/1.0/';
const every = (): [string, Buffer][] => [
  ...['rgb.png', 'rgba.png', 'baseline.jpg', 'lossy.webp', 'lossless.webp', 'extended.webp'].map(
    (name): [string, Buffer] => [name, sample(name)],
  ),
  ['a simple lossy WebP', simpleWebp(sample('lossy.webp'), 'VP8 ')],
  ['a simple lossless WebP', simpleWebp(sample('lossless.webp'), 'VP8L')],
];

const foreignXmp = `<?xpacket begin="x"?><x xmlns:TC260="${namespace}"><TC260:AIGC>{"AIGC":{"Label":"3","ContentProducer":"Somebody"}}</TC260:AIGC></x><?xpacket end="w"?>`;

/** Pictures of quadrants with foreign labels and packets in every place where such files have been seen. */
function foreignLabels(): [string, Buffer][] {
  const jpeg = sample('sampling-2x2.jpg');
  const progressive = sample('progressive.jpg');
  const png = sample('rgba-interlaced.png');
  const webp = sample('quadrants-lossy.webp');
  const xmp = jpegSegment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0${foreignXmp}`));
  const extended = jpegSegment(
    0xe1,
    Buffer.from(`http://ns.adobe.com/xmp/extension/\0${'0'.repeat(40)}${foreignXmp}`),
  );
  const exif = jpegSegment(0xe1, Buffer.from('Exif\0\0MM\0*\0\0\0\x08\0\0{"AIGC":"Somebody"}'));
  const secondScan = progressive.lastIndexOf(Buffer.from([0xff, 0xc4]));
  const text = (type: string, head: string, value: string | Buffer): Buffer =>
    toPngChunk(type, Buffer.concat([Buffer.from(head, 'latin1'), Buffer.from(value)]));
  const itxt = text('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0', foreignXmp);
  return [
    ['one packet of a JPEG', insert(jpeg, 2, xmp)],
    ['three packets of a JPEG', insert(jpeg, 2, xmp, extended, xmp)],
    ['a packet between the scans of a JPEG', insert(progressive, secondScan, xmp)],
    ['a packet after the end of a JPEG', Buffer.concat([jpeg, xmp, Buffer.from([0xff, 0xd9])])],
    ['the Exif of a JPEG', insert(jpeg, 2, exif)],
    ['a comment of a JPEG', insert(jpeg, 2, jpegSegment(0xfe, Buffer.from('{"AIGC":"Somebody"}')))],
    [
      'an unknown segment of a JPEG',
      insert(jpeg, 2, jpegSegment(0xeb, Buffer.from('AIGC Somebody'))),
    ],
    ['two packets of a PNG', insert(insert(png, 33, itxt), png.length - 12 + itxt.length, itxt)],
    ['a packet after the end of a PNG', Buffer.concat([png, itxt])],
    ['a text of a PNG', insert(png, 33, text('tEXt', 'AIGC\0', '{"AIGC":"Somebody"}'))],
    [
      'a raw profile of a PNG',
      insert(png, 33, text('tEXt', 'Raw profile type xmp\0', 'AIGC Somebody')),
    ],
    ['the Exif of a PNG', insert(png, 33, text('eXIf', 'MM\0*\0\0\0\x08\0\0', 'AIGC Somebody'))],
    ['an unknown chunk of a PNG', insert(png, 33, text('aIgC', '', 'AIGC Somebody'))],
    [
      'two packets of a WebP',
      buildWebp(
        ['VP8X', Buffer.from('0c0000001700000f0000', 'hex')],
        ['VP8 ', webpChunk(webp, 'VP8 ')],
        ['EXIF', Buffer.from('MM\0*\0\0\0\x08\0\0AIGC Somebody')],
        ['XMP ', Buffer.from(foreignXmp)],
        ['XMP ', Buffer.from(foreignXmp)],
      ),
    ],
    [
      'an unknown chunk of a WebP',
      buildWebp(['VP8 ', webpChunk(webp, 'VP8 ')], ['AIGC', Buffer.from('Somebody')]),
    ],
  ];
}

function occurrences(file: Buffer, text: string): number {
  return file.toString('latin1').split(text).length - 1;
}

describe('labelPicture', () => {
  it.each(every())('writes a label into %s that can be read back', (_name, file) => {
    const labelled = labelPicture(file, source);

    expect(readLabel(labelled)).toEqual(label);
    expect(pictureType(labelled)).toBe(pictureType(file));
    expect(pictureSize(labelled)).toEqual(pictureSize(file));
    expect(isWholePicture(labelled)).toBe(true);
  });

  it.each(every())('leaves exactly one label in %s when it is used twice', (_name, file) => {
    const first = labelPicture(file, { contentProducer: 'somebody', produceId: 'else' });

    expect(labelPicture(first, source)).toEqual(labelPicture(file, source));
    expect(occurrences(labelPicture(first, source), namespace)).toBe(1);
  });

  it.each(['rgb.png', 'rgba.png', 'baseline.jpg'])('keeps every pixel of %s', (name) => {
    expect(decodePicture(labelPicture(sample(name), source))).toEqual(decodePicture(sample(name)));
  });

  it('writes the JSON of the standard into the XMP property', () => {
    const text = labelPicture(sample('rgb.png'), source).toString('utf8');

    expect(text).toContain(`xmlns:TC260="${namespace}"`);
    expect(text).toContain(
      '<TC260:AIGC>{"AIGC":{"Label":"1","ContentProducer":"ai-image-workshop",' +
        '"ProduceID":"work-1","ReservedCode1":"","ContentPropagator":"ai-image-workshop",' +
        '"PropagateID":"work-1","ReservedCode2":""}}</TC260:AIGC>',
    );
  });

  it.each(foreignLabels())('does not touch our label when there is %s', (_what, file) => {
    const labelled = labelPicture(file, source);

    expect(file.includes('AIGC')).toBe(true);
    expect(readLabel(labelled)).toEqual(label);
    expect(occurrences(labelled, 'xpacket begin')).toBe(1);
    expect(occurrences(labelled, '"AIGC"')).toBe(1);
    expect(occurrences(labelled, 'Somebody')).toBe(0);
    expect(quadrantColors(decodePicture(labelled))).toBe('red green blue white');
  });

  it.each([
    ['a JPEG', withOrientation(sample('sampling-2x2.jpg'), 6)],
    ['a JPEG in little endian', withOrientation(sample('sampling-2x2.jpg'), 6, 'little')],
    ['a PNG', insert(sample('rgba-interlaced.png'), 33, toPngChunk('eXIf', orientationTiff(6)))],
    [
      'a WebP',
      buildWebp(
        ['VP8X', Buffer.from('080000001700000f0000', 'hex')],
        ['VP8 ', webpChunk(sample('quadrants-lossy.webp'), 'VP8 ')],
        ['EXIF', orientationTiff(6)],
      ),
    ],
  ])('keeps the orientation of %s', (_what, file) => {
    const labelled = labelPicture(file, source);

    expect(pictureOrientation(file)).toBe(6);
    expect(pictureOrientation(labelled)).toBe(6);
    expect(readLabel(labelled)).toEqual(label);
  });

  it.each<Orientation>([1, 2, 3, 4, 5, 6, 7, 8])('keeps orientation %d', (orientation) => {
    const labelled = labelPicture(withOrientation(sample('sampling-2x2.jpg'), orientation), source);

    expect(pictureOrientation(labelled)).toBe(orientation);
  });

  it('drops the location of a photo', () => {
    const exif = Buffer.concat([orientationTiff(3), Buffer.from('GPS 39.9042 N 116.4074 E')]);
    const head = Buffer.from('Exif\0\0', 'latin1');
    const file = insert(
      sample('sampling-2x2.jpg'),
      2,
      jpegSegment(0xe1, Buffer.concat([head, exif])),
    );
    const labelled = labelPicture(file, source);

    expect(labelled.includes('GPS')).toBe(false);
    expect(pictureOrientation(labelled)).toBe(3);
  });

  it('keeps the profile that the colours of a JPEG are meant for', () => {
    const profile = jpegSegment(0xe2, Buffer.from('ICC_PROFILE\0\x01\x01Display P3', 'latin1'));
    const labelled = labelPicture(insert(sample('sampling-2x2.jpg'), 2, profile), source);

    expect(labelled.includes('Display P3')).toBe(true);
  });

  it('gives every chunk of a PNG file a right checksum', () => {
    const file = labelPicture(sample('rgb.png'), source);

    for (const { start, end } of pngChunks(file)) {
      expect(file.readUInt32BE(end - 4)).toBe(crc32(file.subarray(start + 4, end - 4)));
    }
  });

  it('marks the XMP flag and keeps the alpha flag of a WebP file', () => {
    const labelled = labelPicture(simpleWebp(sample('lossless.webp'), 'VP8L'), source);

    expect(labelled.toString('latin1', 12, 16)).toBe('VP8X');
    expect(labelled[20]).toBe(0x14);
  });

  it.each(every())('refuses %s when it is cut', (_name, file) => {
    expect(() => labelPicture(file.subarray(0, file.length - 9), source)).toThrow(PictureError);
  });

  it.each(['a"b', 'a\\b', '猫', 'a\nb'])('refuses the producer %j', (producer) => {
    expect(() =>
      labelPicture(sample('rgb.png'), { contentProducer: producer, produceId: '1' }),
    ).toThrow(TypeError);
  });

  it('survives every value the standard allows', () => {
    const allowed = fc.stringMatching(/^[\x20-\x21\x23-\x5b\x5d-\x7e]{0,40}$/);
    fc.assert(
      fc.property(allowed, allowed, (contentProducer, produceId) => {
        const read = readLabel(labelPicture(sample('rgb.png'), { contentProducer, produceId }));
        expect(read).toMatchObject({ ContentProducer: contentProducer, ProduceID: produceId });
      }),
      { numRuns: 100 },
    );
  });
});

describe('readLabel', () => {
  it.each(every())('finds none in %s as the browser wrote it', (_name, file) => {
    expect(readLabel(file)).toBeNull();
  });

  it('reads the attribute form that other writers use', () => {
    const ours = labelPicture(sample('rgb.png'), source);
    const xmp = ours
      .toString('utf8', ours.indexOf('<?xpacket'), ours.indexOf('<?xpacket end'))
      .replace(/>\s*<TC260:AIGC>([^<]*)<\/TC260:AIGC>/, (_, json: string) => {
        return ` TC260:AIGC="${json.replace(/"/g, '&quot;')}">`;
      });
    const keyword = Buffer.from('XML:com.adobe.xmp\0\0\0\0\0', 'latin1');
    const chunk = toPngChunk('iTXt', Buffer.concat([keyword, Buffer.from(xmp)]));
    const plain = sample('rgb.png');

    expect(xmp).toContain('&quot;AIGC&quot;');
    expect(readLabel(Buffer.concat([plain.subarray(0, 33), chunk, plain.subarray(33)]))).toEqual(
      label,
    );
  });

  it('throws for what is no picture', () => {
    expect(() => readLabel(Buffer.from('hello'))).toThrow(PictureError);
  });
});
