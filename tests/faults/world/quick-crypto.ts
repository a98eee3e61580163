import * as crypto from 'node:crypto';
import type { BinaryLike, BinaryToTextEncoding } from 'node:crypto';

/**
 * `node:crypto` with the same results for less work. The SDK signs each request by a chain of four keyed hashes, three of which
 * change once a day.
 */
export const quickCrypto = Object.create(crypto, {
  createHmac: {
    value: (algorithm: string, key: BinaryLike) =>
      typeof key === 'string' || Buffer.isBuffer(key)
        ? new RememberedHmac(algorithm, key)
        : crypto.createHmac(algorithm, key),
  },
}) as object;

const remembered = new Map<string, Buffer>();
const maxRemembered = 500;
/** The keys of the chain are made of short words; what they sign at last is longer, and never the same. */
const maxWordLength = 40;

/** As much of an Hmac as signing needs. */
class RememberedHmac {
  private readonly parts: BinaryLike[] = [];

  constructor(
    private readonly algorithm: string,
    private readonly key: string | Buffer,
  ) {}

  update(part: BinaryLike): this {
    this.parts.push(part);
    return this;
  }

  digest(encoding?: BinaryToTextEncoding): Buffer | string {
    const digest = this.lookUp() ?? this.compute();
    // Frozen, because it is shared.
    return encoding === undefined ? Buffer.from(digest) : digest.toString(encoding);
  }

  private lookUp(): Buffer | undefined {
    const [word] = this.parts;
    if (this.parts.length !== 1 || typeof word !== 'string' || word.length > maxWordLength) {
      return undefined;
    }
    const { algorithm, key } = this;
    const name = `${algorithm} ${typeof key === 'string' ? `text ${key}` : key.toString('latin1')} ${word}`;
    let digest = remembered.get(name);
    if (digest === undefined) {
      digest = this.compute();
      if (remembered.size >= maxRemembered) remembered.clear();
      remembered.set(name, digest);
    }
    return digest;
  }

  private compute(): Buffer {
    const hmac = crypto.createHmac(this.algorithm, this.key);
    for (const part of this.parts) hmac.update(part);
    return hmac.digest();
  }
}
