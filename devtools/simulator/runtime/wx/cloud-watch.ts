import { onSettingsChange, settings } from '../phone/settings';
import type { DatabaseQuery } from './database-requests';
import { fromWire, toWire } from './wire-values';

/** Only the first snapshot of a connection has a type: `init`, the whole result. */
type Snapshot = { id: number; type?: 'init'; docs: unknown[]; docChanges: unknown[] };
export type WatchListeners = {
  onChange: (snapshot: Snapshot) => void;
  onError: (error: unknown) => void;
};
type Message =
  | { type: 'snapshot'; id: string; snapshot: Snapshot }
  | { type: 'error'; id?: string; error: { errCode: number; errMsg: string } };

const reconnectMs = 500;
const watches = new Map<string, { query: DatabaseQuery; listeners: WatchListeners }>();
let socket: WebSocket | undefined;
/**
 * Tracked by events, because `navigator.onLine` is false on a machine without a network, although the local cloud is
 * reachable.
 */
let isCut = false;
let count = 0;

onSettingsChange(({ network }) => {
  if (network === 'offline') disconnect();
  else connect();
});
// A browser that goes offline does not close open connections.
addEventListener('offline', () => {
  isCut = true;
  disconnect();
});
addEventListener('online', () => {
  isCut = false;
  connect();
});

/** Follows a query. All watches share one connection; after a reconnection each starts again with its whole result. */
export function watchQuery(
  query: DatabaseQuery,
  listeners: WatchListeners,
): { close(): Promise<void> } {
  count += 1;
  const id = `watch-${count}`;
  if (typeof listeners.onChange !== 'function' || typeof listeners.onError !== 'function')
    throw new Error('watch:fail onChange and onError must be functions');
  watches.set(id, { query, listeners });
  if (socket?.readyState === WebSocket.OPEN) send(id);
  else connect();
  return {
    close() {
      watches.delete(id);
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type: 'close', id }));
      if (watches.size === 0) disconnect();
      return Promise.resolve();
    },
  };
}

function disconnect(): void {
  socket?.close();
  socket = undefined;
}

function connect(): void {
  if (watches.size === 0 || socket !== undefined) return;
  if (settings.network === 'offline' || isCut) return;
  const address = new URL(
    `/local/client/watch?openid=${encodeURIComponent(settings.user)}`,
    location.href,
  );
  address.protocol = address.protocol.replace('http', 'ws');
  const opened = new WebSocket(address);
  socket = opened;
  opened.addEventListener('open', () => {
    if (socket === opened) for (const id of watches.keys()) send(id);
  });
  opened.addEventListener('message', ({ data }: MessageEvent<string>) => {
    // Ignore messages of an abandoned connection: they are older than the new connection's first snapshot.
    if (socket === opened) receive(fromWire(JSON.parse(data)) as Message);
  });
  opened.addEventListener('close', () => {
    if (socket !== opened) return;
    socket = undefined;
    setTimeout(connect, reconnectMs);
  });
}

function send(id: string): void {
  const watch = watches.get(id);
  if (watch !== undefined)
    socket?.send(JSON.stringify({ type: 'watch', id, query: toWire(watch.query) }));
}

function receive(message: Message): void {
  const watch = watches.get(message.id ?? '');
  if (watch === undefined) {
    if (message.type === 'error') console.error('[simulator] watch:', message.error.errMsg);
    return;
  }
  if (message.type === 'snapshot') {
    watch.listeners.onChange(message.snapshot);
    return;
  }
  // A failed watch ends; the others go on.
  watches.delete(message.id ?? '');
  if (watches.size === 0) disconnect();
  const { errCode, errMsg } = message.error;
  watch.listeners.onError(Object.assign(new Error(errMsg), { errCode, errMsg }));
}
