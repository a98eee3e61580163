import { createDecipheriv, createSign, createVerify } from 'node:crypto';

const tagBytes = 16;

export function signRsa(privateKey: string, lines: readonly string[]): string {
  return createSign('RSA-SHA256').update(textOf(lines)).sign(privateKey, 'base64');
}

export function verifyRsa(publicKey: string, lines: readonly string[], signature: string): boolean {
  return createVerify('RSA-SHA256').update(textOf(lines)).verify(publicKey, signature, 'base64');
}

/** Each line ends with a line break, including the last one. */
function textOf(lines: readonly string[]): string {
  return lines.map((line) => `${line}\n`).join('');
}

/** Decrypts AES-256-GCM with the API v3 key; throws if the data was not encrypted with it. */
export function decryptResource(
  apiKey: string,
  {
    nonce,
    associated_data: associated,
    ciphertext,
  }: { nonce: string; associated_data: string; ciphertext: string },
): string {
  const sealed = Buffer.from(ciphertext, 'base64');
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(apiKey), Buffer.from(nonce));
  decipher.setAuthTag(sealed.subarray(-tagBytes));
  decipher.setAAD(Buffer.from(associated));
  return Buffer.concat([
    decipher.update(sealed.subarray(0, -tagBytes)),
    decipher.final(),
  ]).toString();
}
