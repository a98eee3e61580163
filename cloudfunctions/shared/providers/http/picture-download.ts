import { lookup as resolveName } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { DownloadRefused } from '../../domain/work/picture-download';
import type { PictureDownload } from '../../domain/work/picture-download';
import { isPrivateAddress, urlProblem } from './address';
import { createCallTimer } from './call-timer';
import type { CallTimer } from './call-timer';

const maxBytes = 20 * 1024 * 1024;
/** A host that sends nothing for this long is retried: the deadline allows several attempts. */
const maxIdleMs = 5_000;

/**
 * Downloads a picture from the URL in a vendor's reply, which is not trusted: see `urlProblem`. Refuses host names that resolve
 * to private addresses, redirects, and more than 20 MB. A `data:` URL contains the picture itself. Makes one attempt; any error
 * except DownloadRefused may be transient.
 */
export function createPictureDownload(
  configuredOrigins: readonly string[],
  idleMs = maxIdleMs,
): PictureDownload {
  return async (url, timeoutMs) => {
    if (url.startsWith('data:')) return bytesOf(url);
    const problem = urlProblem(url, configuredOrigins);
    if (problem !== null) throw new DownloadRefused(`The picture's URL ${problem}.`);
    const timer = createCallTimer({ timeoutMs: Math.max(1, timeoutMs), idleMs, signal: undefined });
    try {
      return await download(new URL(url), configuredOrigins, timer);
    } finally {
      timer.end();
    }
  };
}

/** Decodes the `data:` URL of a vendor that answers with bytes. */
function bytesOf(url: string): Buffer {
  const encoded = /^data:image\/(?:png|jpeg|webp);base64,([\w+/]+={0,2})$/.exec(url)?.[1];
  if (encoded === undefined) throw new DownloadRefused('The data URL is no picture.');
  const bytes = Buffer.from(encoded, 'base64');
  if (bytes.length > maxBytes) throw new DownloadRefused('The picture is larger than 20 MB.');
  return bytes;
}

function download(
  target: URL,
  configuredOrigins: readonly string[],
  timer: CallTimer,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const isConfigured = configuredOrigins.includes(target.origin);
    const request = target.protocol === 'https:' ? requestHttps : requestHttp;
    const call = request(target, {
      signal: timer.signal,
      headers: { accept: 'image/png,image/jpeg,image/webp' },
      // No pooled sockets: a function is frozen between calls, and a socket it wakes with may be dead.
      agent: false,
      ...(isConfigured ? {} : { lookup: publicLookup }),
    });
    call.on('response', (response) => collect(response, timer, resolve, reject));
    call.on('error', reject);
    call.end();
  });
}

function collect(
  response: IncomingMessage,
  timer: CallTimer,
  resolve: (bytes: Buffer) => void,
  reject: (error: Error) => void,
): void {
  const refuse = (error: Error) => {
    response.destroy();
    reject(error);
  };
  const status = response.statusCode ?? 0;
  if (status !== 200) {
    const message = `The picture's host answered ${status}.`;
    refuse(mayPass(status) ? new Error(message) : new DownloadRefused(message));
    return;
  }
  const declared = Number(response.headers['content-length'] ?? Number.NaN);
  if (declared > maxBytes) {
    refuse(new DownloadRefused('The picture is larger than 20 MB.'));
    return;
  }
  const chunks: Buffer[] = [];
  let received = 0;
  timer.touch();
  response.on('data', (chunk: Buffer) => {
    timer.touch();
    received += chunk.length;
    if (received > maxBytes) refuse(new DownloadRefused('The picture is larger than 20 MB.'));
    else chunks.push(chunk);
  });
  response.on('error', reject);
  response.on('end', () => {
    if (!response.complete || (!Number.isNaN(declared) && received !== declared)) {
      refuse(new Error('The picture was cut.'));
      return;
    }
    resolve(Buffer.concat(chunks));
  });
}

/** A fresh URL may answer 404 or 403 until the object store has replicated the file. */
function mayPass(status: number): boolean {
  return status >= 500 || [403, 404, 408, 425, 429].includes(status);
}

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Resolves as usual, and fails if any address is private: the check and the connection use the same result. */
export function publicLookup(
  hostname: string,
  options: LookupOptions,
  callback: LookupCallback,
): void {
  resolveName(hostname, { ...options, all: true }, (error, addresses) => {
    const [first] = addresses;
    if (error !== null || first === undefined) {
      callback(error ?? new Error(`${hostname} has no address.`), []);
      return;
    }
    if (addresses.some(({ address }) => isPrivateAddress(address))) {
      callback(new DownloadRefused(`${hostname} points into a private network.`), []);
      return;
    }
    if (options.all === true) callback(null, addresses);
    else callback(null, first.address, first.family);
  });
}
