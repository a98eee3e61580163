import { messageOf } from '../message-of';
import type { Functions } from '../functions/functions';
import type { Outbox, OutboxEntry } from './outbox';

export type Postman = {
  /** Records a push for every function that receives the event, and delivers it after a delay. */
  push: (event: string, payload: Record<string, unknown>) => void;
  /** Delivers an entry (again) now; null when there is none of that id. */
  redeliver(id: string): Promise<OutboxEntry | null>;
  close(): void;
};

export type PostmanOptions = {
  outbox: Outbox;
  functions: Functions;
  now: () => number;
  delayMs: number;
};

export function createPostman({ outbox, functions, now, delayMs }: PostmanOptions): Postman {
  const waiting = new Set<NodeJS.Timeout>();

  async function deliver({ id, to, payload }: OutboxEntry): Promise<void> {
    if (!('function' in to)) {
      outbox.record(id, { at: now(), ok: true, detail: 'delivered to the phone' });
      return;
    }
    const report = await functions.invoke({
      name: to.function,
      data: payload,
      source: 'wx_unknown',
    });
    const ok = 'result' in report;
    const detail = ok ? JSON.stringify(report.result) : report.error.errMsg;
    outbox.record(id, { at: now(), ok, detail });
  }

  return {
    push(event, payload) {
      const receivers = functions
        .names()
        .filter((name) => functions.find(name)?.config.messagePush.includes(event) === true);
      for (const name of receivers) {
        const entry = outbox.add({ kind: 'push', to: { function: name }, payload });
        const timer = setTimeout(() => {
          waiting.delete(timer);
          deliver(entry).catch((error: unknown) => {
            console.error(`push ${entry.id} to ${name} was not delivered: ${messageOf(error)}`);
          });
        }, delayMs);
        timer.unref();
        waiting.add(timer);
      }
    },
    async redeliver(id) {
      const entry = outbox.find(id);
      if (entry === null) return null;
      await deliver(entry);
      return outbox.find(id);
    },
    close() {
      for (const timer of waiting) clearTimeout(timer);
    },
  };
}
