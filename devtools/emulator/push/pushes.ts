import type { Clock } from '../clock';
import { messageOf } from '../message-of';
import type { Functions } from '../functions/functions';
import type { Outbox, OutboxEntry } from '../outbox/outbox';
import { isAcknowledged, retryWaitsMs } from './answer';
import { isSetFor } from './message';
import type { PushMessage } from './message';

export type Pushes = {
  /**
   * Queues a message for the function subscribed to it, on the business clock; null when there is none. Without
   * `delayMs` it takes the time that WeChat usually takes.
   */
  send(message: PushMessage, delayMs?: number): OutboxEntry | null;
  /** Delivers a message at once; null when no function is subscribed to it. */
  deliver(message: PushMessage): Promise<OutboxEntry | null>;
  /** Delivers an entry now, even when it was delivered before or is not due; null when no entry has the id. */
  redeliver(id: string): Promise<OutboxEntry | null>;
  /** Moves the next delivery of an entry; a null delay drops it. Returns null when no entry has the id. */
  postpone(id: string, delayMs: number | null): OutboxEntry | null;
  /** Resolves when no delivery is in flight. */
  settled(): Promise<void>;
  close(): void;
};

export type PushesOptions = {
  outbox: Outbox;
  functions: Functions;
  clock: Clock;
  /** How long WeChat usually takes to push a message. */
  delayMs: number;
  /** Called with the entry's id for each message that a function acknowledged. */
  onAcknowledged?: (id: string) => void;
};

/** The maximum delay of setTimeout. */
const maxTimerMs = 2 ** 31 - 1;

/** WeChat's message push: late, lost, duplicated or reordered on demand, and repeated until acknowledged. */
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
      // The platform's console allows only one function per type and event.
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
    // Not due while the delivery is in flight.
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

  /** Sets the timer for the next due entry. */
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
