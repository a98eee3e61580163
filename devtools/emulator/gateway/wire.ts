import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import type { OpenFile } from '../storage/storage';
import type { WireHandler } from '../wire/handler';
import type { WireOutcome } from '../wire/messages';
import { readWireFields, send } from './body';

export async function serveWire(
  wire: WireHandler,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  sendOutcome(await wire({ fields: await readWireFields(request) }), response);
}

export function sendOutcome(outcome: WireOutcome, response: ServerResponse): void {
  switch (outcome.kind) {
    case 'json':
      send(response, 200, 'application/json; charset=utf-8', JSON.stringify(outcome.body));
      return;
    case 'bytes':
      send(response, 200, outcome.contentType, outcome.bytes);
      return;
    case 'file':
      sendFile(outcome.file, response);
      return;
    case 'status':
      send(response, outcome.status, outcome.contentType, outcome.body);
      return;
    case 'cut':
      response.destroy();
      return;
    case 'hang':
  }
}

function sendFile(file: OpenFile, response: ServerResponse): void {
  response.writeHead(200, { 'content-type': file.contentType, 'content-length': file.size });
  // The headers are already sent, so when the client disconnects or the disk fails the response can only be cut off.
  pipeline(file.stream(), response, () => undefined);
}
