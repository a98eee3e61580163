import { readJpegXmp, writeJpegXmp } from './jpeg-file';
import { requirePictureType, toBuffer } from './picture';
import { readPngXmp, writePngXmp } from './png-file';
import { readWebpXmp, writeWebpXmp } from './webp-file';

/**
 * The implicit label of generated content as defined by GB 45438-2025, with the standard's own names. Label: 1 = is generated, 2
 * = may be, 3 = is suspected to be.
 */
export type AigcLabel = {
  Label: '1' | '2' | '3';
  ContentProducer: string;
  ProduceID: string;
  ReservedCode1: string;
  ContentPropagator: string;
  PropagateID: string;
  ReservedCode2: string;
};

const namespace = 'http://www.tc260.org.cn/ns/AIGC/1.0/';
const fields = [
  'Label',
  'ContentProducer',
  'ProduceID',
  'ReservedCode1',
  'ContentPropagator',
  'PropagateID',
  'ReservedCode2',
] as const;

/** The producer of the picture, and the producer's id for it. */
export type LabelSource = { contentProducer: string; produceId: string };

/**
 * The same picture with exactly one label in its metadata, ours; pixels are not re-encoded. Throws PictureError if the bytes are
 * not a complete PNG, JPEG or WebP file.
 */
export function labelPicture(bytes: Uint8Array, source: LabelSource): Buffer {
  const xmp = Buffer.from(toXmp(firstLabel(source)), 'utf8');
  const file = toBuffer(bytes);
  switch (requirePictureType(file)) {
    case 'png':
      return writePngXmp(file, xmp);
    case 'jpeg':
      return writeJpegXmp(file, xmp);
    case 'webp':
      return writeWebpXmp(file, xmp);
  }
}

/** The label in the metadata; null if there is none, more than one, or an unreadable one. */
export function readLabel(bytes: Uint8Array): AigcLabel | null {
  const packets = readXmp(toBuffer(bytes)).filter((xmp) => xmp.includes(namespace));
  const [xmp] = packets;
  if (xmp === undefined || packets.length > 1) return null;
  const element = /<TC260:AIGC>([^<]*)<\/TC260:AIGC>/.exec(xmp);
  const attribute = /\sTC260:AIGC=(?:"([^"]*)"|'([^']*)')/.exec(xmp);
  const text = element?.[1] ?? attribute?.[1] ?? attribute?.[2];
  return text === undefined ? null : toLabel(unescapeXml(text));
}

/** In a newly written label, the propagator is the producer. */
function firstLabel({ contentProducer, produceId }: LabelSource): AigcLabel {
  return {
    Label: '1',
    ContentProducer: contentProducer,
    ProduceID: produceId,
    ReservedCode1: '',
    ContentPropagator: contentProducer,
    PropagateID: produceId,
    ReservedCode2: '',
  };
}

function readXmp(file: Buffer): string[] {
  switch (requirePictureType(file)) {
    case 'png':
      return readPngXmp(file);
    case 'jpeg':
      return readJpegXmp(file);
    case 'webp':
      return readWebpXmp(file);
  }
}

function toXmp(label: AigcLabel): string {
  const values = fields.map((field) => [field, checkedValue(field, label[field])]);
  const json = JSON.stringify({ AIGC: Object.fromEntries(values) as AigcLabel });
  return [
    '<?xpacket begin="\uFEFF" id="W5M0MpCehiHzreSzNTczkc9d"?>',
    '<x:xmpmeta xmlns:x="adobe:ns:meta/">',
    '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">',
    `<rdf:Description rdf:about="" xmlns:TC260="${namespace}">`,
    `<TC260:AIGC>${escapeXml(json)}</TC260:AIGC>`,
    '</rdf:Description></rdf:RDF></x:xmpmeta>',
    '<?xpacket end="w"?>',
  ].join('\n');
}

/** The standard allows printable ASCII except quotation mark and backslash. */
function checkedValue(field: string, value: string): string {
  if (!/^[\x20-\x7e]*$/.test(value) || /["\\]/.test(value)) {
    throw new TypeError(`The label's ${field} may hold printable ASCII without " and \\ only.`);
  }
  return value;
}

function toLabel(json: string): AigcLabel | null {
  const outer = parseObject(json)?.AIGC;
  if (!isRecord(outer)) return null;
  const { Label: kind } = outer;
  if (kind !== '1' && kind !== '2' && kind !== '3') return null;
  const values = Object.fromEntries(
    fields.map((field) => [field, typeof outer[field] === 'string' ? outer[field] : '']),
  ) as Omit<AigcLabel, 'Label'>;
  return { ...values, Label: kind };
}

function parseObject(json: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : null;
  } catch {
    // A label written by others may contain anything.
    return null;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

const entities: Record<string, string> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
};

function escapeXml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}

function unescapeXml(text: string): string {
  return text
    .replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)))
    .replace(/&(amp|lt|gt|quot|apos);/g, (entity) => entities[entity] ?? entity);
}
