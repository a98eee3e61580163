/** How stored pixels must be turned to be upright, 1 to 8 as in Exif 2.32, 4.6.5. 1: they are upright. */
export type Orientation = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8;

const orientationTag = 0x0112;
const shortType = 3;
const entryBytes = 12;
const tiffHead = Buffer.from('4d4d002a00000008', 'hex');
const exifHead = Buffer.from('Exif\0\0', 'latin1');

/** The orientation in a TIFF structure, with or without a leading `Exif\0\0`; 1 if it cannot be read. */
export function readOrientation(exif: Buffer): Orientation {
  const tiff = startsWith(exif, exifHead) ? exif.subarray(exifHead.length) : exif;
  const order = tiff.toString('latin1', 0, 2);
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return 1;
  const isLittle = order === 'II';
  const short = (at: number): number =>
    at + 2 > tiff.length ? 0 : isLittle ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at);
  const directory = isLittle ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4);
  const count = short(directory);
  for (let index = 0; index < count; index += 1) {
    const entry = directory + 2 + index * entryBytes;
    if (entry + entryBytes > tiff.length) return 1;
    if (short(entry) === orientationTag && short(entry + 2) === shortType) {
      const value = short(entry + 8);
      return isOrientation(value) ? value : 1;
    }
  }
  return 1;
}

/** A TIFF structure that contains only the orientation. */
export function orientationTiff(orientation: Orientation): Buffer {
  const directory = Buffer.alloc(2 + entryBytes + 4);
  directory.writeUInt16BE(1, 0);
  directory.writeUInt16BE(orientationTag, 2);
  directory.writeUInt16BE(shortType, 4);
  directory.writeUInt32BE(1, 6);
  directory.writeUInt16BE(orientation, 10);
  return Buffer.concat([tiffHead, directory]);
}

export function isExif(payload: Buffer): boolean {
  return startsWith(payload, exifHead);
}

/** The payload of a JPEG segment with this structure. */
export function toExifPayload(tiff: Buffer): Buffer {
  return Buffer.concat([exifHead, tiff]);
}

function isOrientation(value: number): value is Orientation {
  return value >= 1 && value <= 8;
}

function startsWith(bytes: Buffer, head: Buffer): boolean {
  return bytes.subarray(0, head.length).equals(head);
}
