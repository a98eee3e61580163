/** The digest of a file in lower-case hex; null for an algorithm that phones do not support. */
export async function digestOf(bytes: Uint8Array, algorithm: string): Promise<string | null> {
  if (algorithm === 'md5') return hex(md5(bytes));
  const name = { sha1: 'SHA-1', sha256: 'SHA-256' }[algorithm];
  if (name === undefined) return null;
  return hex(new Uint8Array(await crypto.subtle.digest(name, bytes as BufferSource)));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

const shifts = [7, 12, 17, 22, 5, 9, 14, 20, 4, 11, 16, 23, 6, 10, 15, 21];
const constants = Array.from({ length: 64 }, (_, step) =>
  Math.floor(Math.abs(Math.sin(step + 1)) * 2 ** 32),
);

/** RFC 1321; browsers do not provide MD5. */
function md5(message: Uint8Array): Uint8Array {
  const padded = new Uint8Array(((message.length + 8) >> 6) * 64 + 64);
  padded.set(message);
  padded[message.length] = 0x80;
  const view = new DataView(padded.buffer);
  view.setUint32(padded.length - 8, (message.length * 8) >>> 0, true);
  view.setUint32(padded.length - 4, Math.floor(message.length / 2 ** 29), true);

  let [a, b, c, d] = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
  for (let block = 0; block < padded.length; block += 64) {
    const before = [a, b, c, d] as const;
    for (let step = 0; step < 64; step += 1) {
      const [mixed, word] = mix(step, b, c, d);
      const sum = a + mixed + (constants[step] ?? 0) + view.getUint32(block + word * 4, true);
      const shift = shifts[(step >> 4) * 4 + (step % 4)] ?? 0;
      const turned = (sum << shift) | ((sum >>> 0) >>> (32 - shift));
      [a, d, c, b] = [d, c, b, (b + turned) | 0];
    }
    a = (a + before[0]) | 0;
    b = (b + before[1]) | 0;
    c = (c + before[2]) | 0;
    d = (d + before[3]) | 0;
  }
  const digest = new DataView(new ArrayBuffer(16));
  [a, b, c, d].forEach((word, place) => digest.setUint32(place * 4, word, true));
  return new Uint8Array(digest.buffer);
}

/** The mixing function of a step, and the index of the block's word that it uses. */
function mix(step: number, b: number, c: number, d: number): [bits: number, word: number] {
  if (step < 16) return [(b & c) | (~b & d), step];
  if (step < 32) return [(d & b) | (~d & c), (5 * step + 1) % 16];
  if (step < 48) return [b ^ c ^ d, (3 * step + 5) % 16];
  return [c ^ (b | ~d), (7 * step) % 16];
}
