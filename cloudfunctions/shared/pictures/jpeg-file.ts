import { isExif, orientationTiff, readOrientation, toExifPayload } from './exif';
import type { Orientation } from './exif';
import { PictureError } from './picture-error';
import type { PictureSize } from './picture-size';

const marker = { rst0: 0xd0, rst7: 0xd7, soi: 0xd8, eoi: 0xd9, sos: 0xda };
const app = { jfif: 0xe0, metadata: 0xe1, icc: 0xe2, adobe: 0xee, last: 0xef };
const comment = 0xfe;
const xmpHead = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
const iccHead = Buffer.from('ICC_PROFILE\0', 'latin1');
const jfifHead = Buffer.from('JFIF\0', 'latin1');
const adobeHead = Buffer.from('Adobe', 'latin1');
const maxPayloadBytes = 0xffff - 2;
/**
 * Encoders write about ten. Each scan costs a pass over the whole picture, so thousands of tiny ones are a decompression bomb.
 */
const maxScans = 64;

/** The `end` of a scan is after its compressed data. */
type Segment = { marker: number; payload: Buffer; start: number; end: number };
export type JpegFile = {
  segments: Segment[];
  /** Where the picture ends. Phones append videos and further pictures after it. */
  end: number;
};

/** Reads up to the end marker of the first picture in the file; throws if the file is truncated. */
export function parseJpeg(file: Buffer): JpegFile {
  const segments: Segment[] = [];
  let scans = 0;
  let start = 2;
  for (;;) {
    // Any number of 0xff fill bytes may precede a marker.
    while (file[start] === 0xff && file[start + 1] === 0xff) start += 1;
    const found = file[start + 1] ?? 0;
    if (file[start] !== 0xff || found === 0) throw breaksOff();
    if (found === marker.eoi) return { segments, end: start + 2 };
    if (found >= marker.rst0 && found <= marker.soi) throw breaksOff();
    if (start + 4 > file.length) throw breaksOff();
    const payloadEnd = start + 2 + file.readUInt16BE(start + 2);
    if (payloadEnd < start + 4 || payloadEnd > file.length) throw breaksOff();
    if (found === marker.sos) scans += 1;
    if (scans > maxScans) throw new PictureError('damaged', 'The JPEG file has too many scans.');
    const end = found === marker.sos ? scanEnd(file, payloadEnd) : payloadEnd;
    segments.push({ marker: found, payload: file.subarray(start + 4, payloadEnd), start, end });
    start = end;
  }
}

/** Within compressed data, 0xff is followed by zero, by a restart marker, or by padding. */
function scanEnd(file: Buffer, start: number): number {
  let at = start;
  for (;;) {
    at = file.indexOf(0xff, at);
    const next = file[at + 1];
    if (at < 0 || next === undefined) throw breaksOff();
    const isData = next === 0 || (next >= marker.rst0 && next <= marker.rst7);
    if (!isData && next !== 0xff) return at;
    at += isData ? 2 : 1;
  }
}

function breaksOff(): PictureError {
  return new PictureError('damaged', 'The JPEG file breaks off.');
}

/** Needs only the head of the file. `components`: 1 for grey, 3 for colour, 4 for CMYK. */
export function jpegFrame(file: Buffer): PictureSize & { components: number } {
  let start = 2;
  for (;;) {
    while (file[start] === 0xff && file[start + 1] === 0xff) start += 1;
    const found = file[start + 1] ?? 0;
    if (file[start] !== 0xff || start + 4 > file.length || found === marker.sos) break;
    const payload = start + 4;
    if (isFrame(found) && payload + 6 <= file.length) {
      return {
        width: file.readUInt16BE(payload + 3),
        height: file.readUInt16BE(payload + 1),
        components: file[payload + 5] ?? 0,
      };
    }
    start += 2 + file.readUInt16BE(start + 2);
  }
  throw new PictureError('damaged', 'The JPEG file has no frame header.');
}

/** C0 to CF except DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(found: number): boolean {
  return found >= 0xc0 && found <= 0xcf && found !== 0xc4 && found !== 0xc8 && found !== 0xcc;
}

export function jpegOrientation({ segments }: JpegFile): Orientation {
  const exif = segments.find(isExifSegment);
  return exif === undefined ? 1 : readOrientation(exif.payload);
}

/**
 * The picture with this XMP packet. Of all other metadata only what affects its display is kept: orientation, colour profile,
 * JFIF and Adobe headers. Data after the picture is cut off. The compressed data stays unchanged.
 */
export function writeJpegXmp(file: Buffer, xmp: Buffer): Buffer {
  const parsed = parseJpeg(file);
  const orientation = jpegOrientation(parsed);
  const kept = parsed.segments.filter(isNeeded);
  // Simple readers find JFIF and Exif only if they come first.
  const isJfifFirst = kept[0] !== undefined && isJfif(kept[0]);
  const bytesOf = ({ start, end }: Segment): Buffer => file.subarray(start, end);
  const leading = isJfifFirst ? kept.slice(0, 1) : [];
  const exif = orientation === 1 ? [] : [toExifPayload(orientationTiff(orientation))];
  return Buffer.concat([
    file.subarray(0, 2),
    ...leading.map(bytesOf),
    ...exif.map(toMetadataSegment),
    toMetadataSegment(Buffer.concat([xmpHead, xmp])),
    ...kept.slice(leading.length).map(bytesOf),
    Buffer.from([0xff, marker.eoi]),
  ]);
}

export function readJpegXmp(file: Buffer): string[] {
  return parseJpeg(file)
    .segments.filter((segment) => segment.marker === app.metadata && has(segment, xmpHead))
    .map(({ payload }) => payload.toString('utf8', xmpHead.length));
}

function toMetadataSegment(payload: Buffer): Buffer {
  if (payload.length > maxPayloadBytes) throw new Error('The XMP packet is too long.');
  const head = Buffer.from([0xff, app.metadata, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([head, payload]);
}

function isNeeded(segment: Segment): boolean {
  const { marker: found } = segment;
  if (found === comment) return false;
  if (found < app.jfif || found > app.last) return true;
  return (
    isJfif(segment) ||
    (found === app.icc && has(segment, iccHead)) ||
    (found === app.adobe && has(segment, adobeHead))
  );
}

function isJfif(segment: Segment): boolean {
  return segment.marker === app.jfif && has(segment, jfifHead);
}

function isExifSegment({ marker: found, payload }: Segment): boolean {
  return found === app.metadata && isExif(payload);
}

function has({ payload }: Segment, head: Buffer): boolean {
  return payload.subarray(0, head.length).equals(head);
}
