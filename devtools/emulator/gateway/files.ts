import type { IncomingMessage, ServerResponse } from 'node:http';
import { methodNotAllowed } from '../storage/transfer';
import type { Transfer } from '../storage/transfer';
import { sendOutcome } from './wire';

/** `PUT /files/<path>?ticket=` is an upload by the SDK, `GET /files/<path>?sign=&t=` a temp URL. */
export async function serveFile(
  transfer: Transfer,
  url: URL,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method === 'PUT') {
    sendOutcome(await transfer.upload(url.searchParams.get('ticket') ?? '', request), response);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    sendOutcome(methodNotAllowed(request.method ?? ''), response);
    return;
  }
  const path = decodeURIComponent(url.pathname.slice('/files/'.length));
  const { searchParams } = url;
  const outcome = await transfer.download(
    path,
    searchParams.get('t') ?? '',
    searchParams.get('sign') ?? '',
  );
  response.setHeader('cache-control', 'private, max-age=600');
  response.setHeader('x-content-type-options', 'nosniff');
  sendOutcome(outcome, response);
}
