import { lookup as resolveName } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isPrivateAddress, urlProblem } from './address';

export type PictureDownload = (url: string, timeoutMs: number) => Promise<Buffer>;

const mostBytes = 20 * 1024 * 1024;

/** Asking again would not help. */
export class DownloadRefused extends Error {
  override readonly name = 'DownloadRefused';
}

/**
 * Fetches the bytes of a picture from the URL of a provider's reply, which is not to be trusted: see `urlProblem`.
 * Names that resolve to private addresses and redirects are refused, more than 20 MB as well. Asks once.
 */
export function createPictureDownload(configuredOrigin: string): PictureDownload {
  return (url, timeoutMs) =>
    new Promise<Buffer>((resolve, reject) => {
      const problem = urlProblem(url, configuredOrigin);
      if (problem !== null) {
        reject(new DownloadRefused(`The picture's URL ${problem}.`));
        return;
      }
      const target = new URL(url);
      const isConfigured = target.origin === configuredOrigin;
      const request = target.protocol === 'https:' ? requestHttps : requestHttp;
      const call = request(target, {
        signal: AbortSignal.timeout(Math.max(1, timeoutMs)),
        headers: { accept: 'image/png,image/jpeg,image/webp' },
        // No pooled sockets: a function is frozen between calls, and a socket it wakes with may be dead.
        agent: false,
        ...(isConfigured ? {} : { lookup: publicLookup }),
      });
      call.on('response', (response) => collect(response, resolve, reject));
      call.on('error', reject);
      call.end();
    });
}

function collect(
  response: IncomingMessage,
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
    const isWorthRetrying = status >= 500 || status === 429 || status === 408;
    refuse(isWorthRetrying ? new Error(message) : new DownloadRefused(message));
    return;
  }
  const declared = Number(response.headers['content-length'] ?? Number.NaN);
  if (declared > mostBytes) {
    refuse(new DownloadRefused('The picture is larger than 20 MB.'));
    return;
  }
  const chunks: Buffer[] = [];
  let received = 0;
  response.on('data', (chunk: Buffer) => {
    received += chunk.length;
    if (received > mostBytes) refuse(new DownloadRefused('The picture is larger than 20 MB.'));
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

type LookupCallback = (
  error: NodeJS.ErrnoException | null,
  address: string | LookupAddress[],
  family?: number,
) => void;

/** Resolves as usual, and fails when any address is private: the check and the connection use one answer. */
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
