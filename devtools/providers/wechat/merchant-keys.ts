import { createCipheriv, generateKeyPairSync, randomBytes, sign, verify } from 'node:crypto';
import { account } from './account';

/** The keys of WeChat Pay for both sides; created on first use, for this run only. */
export type MerchantKeys = {
  /** The variables of a function: its private key and WeChat's public key. */
  environment(): Record<string, string>;
  isByMerchant(message: string, signature: string): boolean;
  signAsPlatform(message: string): string;
};

export function createMerchantKeys(): MerchantKeys {
  let made: { merchant: Pair; platform: Pair } | undefined;
  const keys = () => (made ??= { merchant: pair(), platform: pair() });
  return {
    environment: () => ({
      WXPAY_MCH_ID: account.merchantId,
      WXPAY_SERIAL_NO: account.merchantSerial,
      WXPAY_PRIVATE_KEY: keys().merchant.privateKey,
      WXPAY_PLATFORM_SERIAL_NO: account.platformSerial,
      WXPAY_PLATFORM_PUBLIC_KEY: keys().platform.publicKey,
      WXPAY_API_V3_KEY: account.apiV3Key,
    }),
    isByMerchant(message, signature) {
      const { publicKey } = keys().merchant;
      return verify(
        'RSA-SHA256',
        Buffer.from(message),
        publicKey,
        Buffer.from(signature, 'base64'),
      );
    },
    signAsPlatform: (message) =>
      sign('RSA-SHA256', Buffer.from(message), keys().platform.privateKey).toString('base64'),
  };
}

type Pair = { publicKey: string; privateKey: string };

function pair(): Pair {
  return generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
}

/** Encrypts the `resource` of a notification by AES-256-GCM with the v3 key. */
export function encryptResource(plain: string, associatedData: string): Record<string, string> {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(account.apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from(associatedData));
  const sealed = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return {
    algorithm: 'AEAD_AES_256_GCM',
    original_type: 'transaction',
    ciphertext: sealed.toString('base64'),
    associated_data: associatedData,
    nonce,
  };
}

/** The parts of `Authorization: WECHATPAY2-SHA256-RSA2048 a="…",b="…"`; null for another scheme. */
export function readAuthorization(header: string | undefined): Record<string, string> | null {
  const [, text] = /^WECHATPAY2-SHA256-RSA2048 (.+)$/.exec(header ?? '') ?? [];
  if (text === undefined) return null;
  return Object.fromEntries(
    [...text.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, value]),
  );
}
