import { onSettingsChange, settings } from '../phone/settings';
import type { WireQuery } from './wire-query';
import { fromWire, toWire } from './wire-values';

/** Only the first snapshot of a connection has a type: `init`, the whole result. */
type Snapshot = { id: number; type?: 'init'; docs: unknown[]; docChanges: unknown[] };
export type WatchListeners = {
  onChange: (snapshot: Snapshot) => void;
  onError: (error: unknown) => void;
};
type Answer =
  | { type: 'snapshot'; id: string; snapshot: Snapshot }
  | { type: 'error'; id?: string; error: { errCode: number; errMsg: string } };

const reconnectMs = 500;
const watches = new Map<string, { wanted: WireQuery; listeners: WatchListeners }>();
let socket: WebSocket | undefined;
/** Not `navigator.onLine`: a machine on its own has none, and its cloud is still there. */
let isCut = false;
let count = 0;

onSettingsChange(({ network }) => {
  if (network === 'offline') disconnect();
  else connect();
});
// The browser's own network may be switched off as well; it leaves open connections alone.
addEventListener('offline', () => {
  isCut = true;
  disconnect();
});
addEventListener('online', () => {
  isCut = false;
  connect();
});

/** Follows a query over one connection for all watches; after a lost one, each begins anew with its whole result. */
export function watchQuery(
  wanted: WireQuery,
  listeners: WatchListeners,
): { close(): Promise<void> } {
  count += 1;
  const id = `watch-${count}`;
  watches.set(id, { wanted, listeners });
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
    // What an abandoned connection still brings is older than what the new one begins with.
    if (socket === opened) hear(fromWire(JSON.parse(data)) as Answer);
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
    socket?.send(JSON.stringify({ type: 'watch', id, query: toWire(watch.wanted) }));
}

function hear(answer: Answer): void {
  const watch = watches.get(answer.id ?? '');
  if (watch === undefined) return;
  if (answer.type === 'snapshot') {
    watch.listeners.onChange(answer.snapshot);
    return;
  }
  watches.delete(answer.id ?? '');
  watch.listeners.onError(Object.assign(new Error(answer.error.errMsg), answer.error));
}
