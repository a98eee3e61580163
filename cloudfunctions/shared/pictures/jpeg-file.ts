import { PictureError } from './picture-error';
import type { PictureSize } from './picture';

const marker = { soi: 0xd8, eoi: 0xd9, sos: 0xda, app0: 0xe0, app1: 0xe1 };
const xmpHead = Buffer.from('http://ns.adobe.com/xap/1.0/\0', 'latin1');
const extendedXmpHead = Buffer.from('http://ns.adobe.com/xmp/extension/\0', 'latin1');
const exifHead = Buffer.from('Exif\0\0', 'latin1');
const longestPayload = 0xffff - 2;

type Segment = { marker: number; payload: Buffer; start: number; end: number };
type Segments = { before: Segment[]; scanAt: number; endsWell: boolean };

/** The segments before the first scan; `scanAt` is where the compressed picture begins. */
export function jpegSegments(file: Buffer): Segments {
  const before: Segment[] = [];
  let start = 2;
  for (;;) {
    // Any number of 0xff bytes may stand before a marker.
    while (file[start] === 0xff && file[start + 1] === 0xff) start += 1;
    if (start + 4 > file.length || file[start] !== 0xff) {
      throw new PictureError('The JPEG file breaks off.');
    }
    const found = file[start + 1] ?? 0;
    const end = start + 2 + file.readUInt16BE(start + 2);
    if (found === marker.sos) return { before, scanAt: start, endsWell: endsWithMarker(file) };
    if (end > file.length) throw new PictureError('The JPEG file breaks off.');
    before.push({ marker: found, payload: file.subarray(start + 4, end), start, end });
    start = end;
  }
}

/** Some writers pad the file with zero bytes after the end marker. */
function endsWithMarker(file: Buffer): boolean {
  let last = file.length - 1;
  while (last > 0 && file[last] === 0) last -= 1;
  return file[last] === marker.eoi && file[last - 1] === 0xff;
}

export function jpegSize(file: Buffer): PictureSize {
  const frame = jpegSegments(file).before.find((segment) => isFrame(segment.marker));
  if (frame === undefined || frame.payload.length < 5) {
    throw new PictureError('The JPEG file has no frame header.');
  }
  return { width: frame.payload.readUInt16BE(3), height: frame.payload.readUInt16BE(1) };
}

/** C0 to CF but for DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(found: number): boolean {
  return found >= 0xc0 && found <= 0xcf && found !== 0xc4 && found !== 0xc8 && found !== 0xcc;
}

/** The file with this XMP packet as its only one; the compressed picture is not touched. */
export function writeJpegXmp(file: Buffer, xmp: Buffer): Buffer {
  const payload = Buffer.concat([xmpHead, xmp]);
  if (payload.length > longestPayload) throw new PictureError('The XMP packet is too long.');
  const { before, scanAt, endsWell } = jpegSegments(file);
  if (!endsWell) throw new PictureError('The JPEG file breaks off.');

  const kept = before.filter((segment) => !isXmp(segment));
  // JFIF and Exif must come first to be found by simple readers.
  const leading = kept.findIndex((segment) => !isLeading(segment));
  const split = leading < 0 ? kept.length : leading;
  const bytesOf = ({ start, end }: Segment): Buffer => file.subarray(start, end);
  const head = Buffer.from([0xff, marker.app1, 0, 0]);
  head.writeUInt16BE(payload.length + 2, 2);
  return Buffer.concat([
    file.subarray(0, 2),
    ...kept.slice(0, split).map(bytesOf),
    head,
    payload,
    ...kept.slice(split).map(bytesOf),
    file.subarray(scanAt),
  ]);
}

export function readJpegXmp(file: Buffer): string[] {
  return jpegSegments(file)
    .before.filter((segment) => isXmp(segment) && startsWith(segment.payload, xmpHead))
    .map(({ payload }) => payload.toString('utf8', xmpHead.length));
}

function isXmp({ marker: found, payload }: Segment): boolean {
  return (
    found === marker.app1 && (startsWith(payload, xmpHead) || startsWith(payload, extendedXmpHead))
  );
}

function isLeading({ marker: found, payload }: Segment): boolean {
  return found === marker.app0 || (found === marker.app1 && startsWith(payload, exifHead));
}

function startsWith(payload: Buffer, head: Buffer): boolean {
  return payload.subarray(0, head.length).equals(head);
}
