import { WebSocket } from 'ws';

export type Snapshot = { docs: Record<string, unknown>[]; docChanges: { dataType: string }[] };
type Message = { type: string; snapshot: Snapshot; error?: { errCode: number } };

/** Watches a collection of the cloud at `url` as that user's phone would. */
export async function openWatch(url: string, openid: string, query: Record<string, unknown>) {
  const socket = new WebSocket(
    `${url.replace('http', 'ws')}/local/client/watch?openid=${encodeURIComponent(openid)}`,
  );
  const messages: Message[] = [];
  let wake = (): void => undefined;
  socket.on('message', (data: Buffer) => {
    messages.push(JSON.parse(data.toString()) as Message);
    wake();
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(JSON.stringify({ type: 'watch', id: 'w', query }));
  return {
    async next(): Promise<Message> {
      while (messages.length === 0) await new Promise<void>((resolve) => (wake = resolve));
      return messages.shift() as Message;
    },
    /** Messages received but not taken yet. */
    waiting: (): readonly Message[] => messages,
    close: () => socket.close(),
  };
}
