import type { Clock } from '../clock';
import { messageOf } from '../message-of';
import type { Functions } from '../functions/functions';
import type { Outbox, OutboxEntry } from '../outbox/outbox';
import { isAcknowledged, retryWaitsMs } from './answer';
import { isSetFor } from './message';
import type { PushMessage } from './message';

export type Pushes = {
  /**
   * Queues a message for the function that is set for it, on the business clock; null when no function is. Without a delay it
   * takes as long as WeChat usually does.
   */
  send(message: PushMessage, delayMs?: number): OutboxEntry | null;
  /** Delivers a message at once; null when no function is set for it. */
  deliver(message: PushMessage): Promise<OutboxEntry | null>;
  /** Delivers an entry (again) now, whenever it was due; null when there is none of that id. */
  redeliver(id: string): Promise<OutboxEntry | null>;
  /** Moves the next delivery of an entry; null loses it. Null when there is no such entry. */
  postpone(id: string, delayMs: number | null): OutboxEntry | null;
  /** Resolves when no delivery is under way any more. */
  settled(): Promise<void>;
  close(): void;
};

export type PushesOptions = {
  outbox: Outbox;
  functions: Functions;
  clock: Clock;
  /** How long WeChat usually takes. */
  delayMs: number;
  /** Told of each message that a function acknowledged, by the id of its entry. */
  onAcknowledged?: (id: string) => void;
};

/** setTimeout takes no more. */
const maxTimerMs = 2 ** 31 - 1;

/** WeChat's message push: late, lost, doubled or in another order on demand, and repeated until it is acknowledged. */
export function createPushes({
  outbox,
  functions,
  clock,
  delayMs,
  onAcknowledged = () => undefined,
}: PushesOptions): Pushes {
  let timer: NodeJS.Timeout | undefined;
  const underWay = new Set<Promise<void>>();

  function receiverOf(message: PushMessage): string | null {
    const set = functions
      .names()
      .filter((name) => isSetFor(functions.find(name)?.config.messagePush ?? [], message));
    if (set.length > 1) {
      // The console of the platform refuses a second function for the same type and event.
      console.error(
        `${message.MsgType}/${message.Event} is set for ${set.join(', ')}: only ${set[0] ?? ''} receives it`,
      );
    }
    return set[0] ?? null;
  }

  function queue(message: PushMessage, dueAt: number | null): OutboxEntry | null {
    const name = receiverOf(message);
    if (name === null) return null;
    return outbox.add({ kind: 'push', to: { function: name }, payload: message, dueAt });
  }

  function deliver(entry: OutboxEntry): Promise<void> {
    const delivery = deliverOnce(entry).finally(() => underWay.delete(delivery));
    underWay.add(delivery);
    return delivery;
  }

  async function deliverOnce({ id, to, payload, deliveries }: OutboxEntry): Promise<void> {
    if (!('function' in to)) {
      outbox.record(id, { at: clock.now(), ok: true, detail: 'delivered to the phone' }, null);
      return;
    }
    // It waits for nothing while it is under way.
    outbox.plan(id, null);
    const event = typeof payload['Event'] === 'string' ? payload['Event'] : '';
    const report = await functions.invoke({
      name: to.function,
      data: payload,
      source: 'wx_unknown',
    });
    const ok = isAcknowledged(event, report);
    const detail = 'result' in report ? JSON.stringify(report.result) : report.error.errMsg;
    const wait = ok ? undefined : retryWaitsMs(event)[deliveries.length];
    const at = clock.now();
    outbox.record(id, { at, ok, detail }, wait === undefined ? null : at + wait);
    if (ok) onAcknowledged(id);
    arm();
  }

  /** Wakes up when the next entry is due. */
  function arm(): void {
    clearTimeout(timer);
    const next = Math.min(...outbox.list().map(({ dueAt }) => dueAt ?? Infinity));
    if (next === Infinity) return;
    timer = setTimeout(deliverDue, Math.min(Math.max(0, next - clock.now()), maxTimerMs));
    timer.unref();
  }

  function deliverDue(): void {
    const now = clock.now();
    for (const entry of outbox.list()) {
      if (entry.dueAt === null || entry.dueAt > now) continue;
      deliver(entry).catch((error: unknown) => {
        console.error(`push ${entry.id} was not delivered: ${messageOf(error)}`);
      });
    }
    arm();
  }

  const forgetClock = clock.onChange(arm);
  arm();

  return {
    send(message, wait = delayMs) {
      const entry = queue(message, clock.now() + wait);
      arm();
      return entry;
    },
    async deliver(message) {
      const entry = queue(message, null);
      if (entry === null) return null;
      await deliver(entry);
      return outbox.find(entry.id);
    },
    async redeliver(id) {
      const entry = outbox.find(id);
      if (entry === null) return null;
      await deliver(entry);
      return outbox.find(id);
    },
    postpone(id, wait) {
      if (outbox.find(id) === null) return null;
      outbox.plan(id, wait === null ? null : clock.now() + wait);
      arm();
      return outbox.find(id);
    },
    async settled() {
      while (underWay.size > 0) await Promise.allSettled(underWay);
    },
    close() {
      forgetClock();
      clearTimeout(timer);
    },
  };
}
