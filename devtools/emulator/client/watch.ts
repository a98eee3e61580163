import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import type { WebSocket } from 'ws';
import { z } from 'zod';
import type { Cloud } from '../cloud';
import { fromJson } from '../database/ejson';
import { stringifyRelaxed } from '../database/relaxed';
import type { Value } from '../database/values';
import { defaultMessage } from '../faults/rule';
import { followQuery } from './live-query';
import { invalidParameter, toClientError } from './errors';
import type { ClientDatabaseError } from './errors';
import { ClientQuery } from './requests';

const Message = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('watch'), id: z.string(), query: ClientQuery }),
  z.strictObject({ type: z.literal('close'), id: z.string() }),
]);

const WatchId = z.object({ id: z.string().optional() }).catch({});

/** The error code that the SDK reports when a watch could not start. */
const watchFailed = -402002;
const maxMessageBytes = 1024 * 1024;

export type WatchServer = {
  /** Takes over connections to `/local/client/watch?openid=`; false for every other path. */
  upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => boolean;
  close(): void;
};

/**
 * `db.collection(…).watch` of the phone. A client sends `{ type: 'watch', id, query }` and gets
 * `{ type: 'snapshot', id, snapshot }`, first the whole result, then each change of it; or `{ type: 'error', id, error }`.
 * After a lost connection it sends its watches again and starts from a fresh result.
 */
export function createWatchServer(cloud: Cloud): WatchServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });

  function serve(socket: WebSocket, openid: string | undefined): void {
    const watches = new Map<string, () => void>();
    const send = (message: object): void => socket.send(stringifyRelaxed(message));

    function fail(
      id: string | undefined,
      { errCode, errMsg }: Pick<ClientDatabaseError, 'errCode' | 'errMsg'>,
    ): void {
      send({ type: 'error', ...(id === undefined ? {} : { id }), error: { errCode, errMsg } });
    }

    function stop(id: string): void {
      watches.get(id)?.();
      watches.delete(id);
    }

    socket.on('message', (data: Buffer) => {
      const received = parse(data);
      const parsed = Message.safeParse(received);
      if (!parsed.success) {
        const { id } = WatchId.parse(received);
        fail(id, { errCode: invalidParameter, errMsg: z.prettifyError(parsed.error) });
        return;
      }
      const message = parsed.data;
      stop(message.id);
      if (message.type === 'close') return;
      const { id, query } = message;
      const rule = cloud.faults.strike({
        ...{ service: 'database', operation: 'watch', collection: query.collection },
      });
      if (rule !== null) {
        const { code = watchFailed, message: errMsg = defaultMessage } = rule;
        fail(id, { errCode: Number(code), errMsg });
        return;
      }
      try {
        const follow = followQuery(cloud, query, openid, {
          onSnapshot: (snapshot) => send({ type: 'snapshot', id, snapshot }),
          onError: (error) => {
            watches.delete(id);
            fail(id, error);
          },
        });
        watches.set(id, follow);
      } catch (error) {
        fail(id, toClientError(error));
      }
    });
    // An invalid frame emits an error; without a listener it would end the process.
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      for (const id of [...watches.keys()]) stop(id);
    });
  }

  return {
    upgrade(request, socket, head) {
      const { pathname, searchParams } = new URL(request.url ?? '/', 'http://127.0.0.1');
      if (pathname !== '/local/client/watch') return false;
      const openid = searchParams.get('openid') ?? undefined;
      server.handleUpgrade(request, socket, head, (client) => serve(client, openid));
      return true;
    },
    close() {
      for (const client of server.clients) client.terminate();
      server.close();
    },
  };
}

function parse(data: Buffer): unknown {
  try {
    return fromJson(JSON.parse(data.toString()) as Value);
  } catch {
    return null;
  }
}
