import { onSettingsChange, settings } from '../phone/settings';
import type { WireQuery } from './cloud-database';
import { fromWire, toWire } from './wire-values';

type Snapshot = { type: 'init' | 'change'; docs: unknown[]; docChanges: unknown[] };
export type WatchListeners = {
  onChange: (snapshot: Snapshot & { id: string }) => void;
  onError: (error: unknown) => void;
};
type Answer =
  | { type: 'snapshot'; id: string; snapshot: Snapshot }
  | { type: 'error'; id?: string; error: { errCode: number; errMsg: string } };

const reconnectMs = 1000;
const watches = new Map<string, { wanted: WireQuery; listeners: WatchListeners }>();
let socket: WebSocket | undefined;
let count = 0;

onSettingsChange(({ network }) => {
  if (network === 'offline') socket?.close();
  else if (watches.size > 0) connect();
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
      if (watches.size === 0) socket?.close();
      return Promise.resolve();
    },
  };
}

function connect(): void {
  if (settings.network === 'offline') return;
  if (socket !== undefined && socket.readyState <= WebSocket.OPEN) return;
  const address = new URL(
    `/local/client/watch?openid=${encodeURIComponent(settings.user)}`,
    location.href,
  );
  address.protocol = address.protocol.replace('http', 'ws');
  const opened = new WebSocket(address);
  socket = opened;
  opened.addEventListener('open', () => {
    for (const id of watches.keys()) send(id);
  });
  opened.addEventListener('message', ({ data }: MessageEvent<string>) =>
    hear(fromWire(JSON.parse(data)) as Answer),
  );
  opened.addEventListener('close', () => {
    if (watches.size > 0 && socket === opened) setTimeout(connect, reconnectMs);
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
    watch.listeners.onChange({ id: answer.id, ...answer.snapshot });
    return;
  }
  watches.delete(answer.id ?? '');
  watch.listeners.onError(Object.assign(new Error(answer.error.errMsg), answer.error));
}
