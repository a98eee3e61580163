import { createHash, createHmac } from 'node:crypto';
import type { Request } from './proxy';

export type Keys = { secretId: string; secretKey: string };

const maxClockSkewSeconds = 300;

/**
 * The API's error code for an invalid TC3-HMAC-SHA256 signature; null when it is valid.
 * @see https://cloud.tencent.com/document/api/876/34812
 */
export function checkTc3(request: Request, service: string, keys: Keys): string | null {
  const timestamp = Number(request.headers['x-tc-timestamp']);
  const match =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/(\d{4}-\d\d-\d\d)\/(\w+)\/tc3_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      request.headers.authorization ?? '',
    );
  const [, secretId, date = '', signedService, signedHeaders = '', signature] = match ?? [];
  if (match === null || signedService !== service) return 'AuthFailure.InvalidAuthorization';
  if (secretId !== keys.secretId) return 'AuthFailure.SecretIdNotFound';
  if (Math.abs(Date.now() / 1000 - timestamp) > maxClockSkewSeconds)
    return 'AuthFailure.SignatureExpire';
  if (new Date(timestamp * 1000).toISOString().slice(0, 10) !== date) {
    return 'AuthFailure.SignatureFailure';
  }
  const names = signedHeaders.split(';');
  if (!names.includes('host') || !names.includes('content-type')) {
    return 'AuthFailure.SignatureFailure';
  }
  const canonical = [
    request.method,
    request.path,
    request.query.toString(),
    ...names.map((name) => `${name}:${String(request.headers[name])}`),
    '',
    signedHeaders,
    sha256(request.body),
  ].join('\n');
  const toSign = [
    'TC3-HMAC-SHA256',
    timestamp,
    `${date}/${service}/tc3_request`,
    sha256(canonical),
  ].join('\n');
  const key = [date, service, 'tc3_request'].reduce<Buffer | string>(
    (parent, part) => hmac('sha256', parent, part),
    `TC3${keys.secretKey}`,
  );
  return hmac('sha256', key, toSign).toString('hex') === signature
    ? null
    : 'AuthFailure.SignatureFailure';
}

type SignedRequest = {
  method: string;
  path: string;
  params: Record<string, unknown>;
  headers: Record<string, unknown>;
};

/**
 * Whether a `q-sign-algorithm=sha1` signature for storage or gateway is valid.
 * @see https://cloud.tencent.com/document/product/436/7778
 */
export function isSignedSha1(authorization: string, signed: SignedRequest, keys: Keys): boolean {
  const given = Object.fromEntries(
    authorization.split('&').map((part) => {
      const at = part.indexOf('=');
      return [part.slice(0, at), part.slice(at + 1)];
    }),
  );
  const [start = 0, end = 0] = (given['q-key-time'] ?? '').split(';').map(Number);
  const now = Date.now() / 1000;
  if (given['q-ak'] !== keys.secretId || now < start - 5 || now > end) return false;
  const text = [
    signed.method.toLowerCase(),
    signed.path,
    canonicalPairs(signed.params, given['q-url-param-list'] ?? ''),
    canonicalPairs(signed.headers, given['q-header-list'] ?? ''),
    '',
  ].join('\n');
  const key = hmac('sha1', keys.secretKey, given['q-key-time'] ?? '').toString('hex');
  const toSign = ['sha1', given['q-key-time'], createHash('sha1').update(text).digest('hex'), ''];
  return hmac('sha1', key, toSign.join('\n')).toString('hex') === given['q-signature'];
}

function canonicalPairs(values: Record<string, unknown>, list: string): string {
  const byName = new Map(
    Object.entries(values).map(([name, value]) => [encode(name).toLowerCase(), value]),
  );
  return list
    .split(';')
    .filter((name) => name !== '')
    .map((name) => {
      const value = byName.get(name) ?? byName.get(encode(name).toLowerCase()) ?? '';
      const text = typeof value === 'string' ? value : JSON.stringify(value);
      return `${name}=${encode(text)}`;
    })
    .join('&');
}

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

function sha256(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

function hmac(algorithm: string, key: string | Buffer, content: string): Buffer {
  return createHmac(algorithm, key).update(content).digest();
}
