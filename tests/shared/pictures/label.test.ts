import fc from 'fast-check';
import { labelPicture, readLabel } from '../../../cloudfunctions/shared/pictures/label';
import {
  isWholePicture,
  pictureSize,
  pictureType,
} from '../../../cloudfunctions/shared/pictures/picture';
import { PictureError } from '../../../cloudfunctions/shared/pictures/picture-error';
import { decodePicture } from '../../../cloudfunctions/shared/pictures/pixels';
import { crc32, pngChunks, toPngChunk } from '../../../cloudfunctions/shared/pictures/png-file';
import { sample, simpleWebp } from './samples';

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

  it('removes a text chunk of a PNG file that carries a label of its own', () => {
    const file = sample('rgb.png');
    const foreign = toPngChunk('tEXt', Buffer.from('AIGC\0{"AIGC":{"Label":"3"}}', 'latin1'));
    const withForeign = Buffer.concat([file.subarray(0, 33), foreign, file.subarray(33)]);

    expect(labelPicture(withForeign, source)).toEqual(labelPicture(file, source));
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
    ).toThrow(PictureError);
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
