import type { Clock } from '../clock';
import { messageOf } from '../message-of';
import type { Functions } from '../functions/functions';
import type { InvocationReport } from '../functions/invocation';
import { parseSchedule } from './schedule';

export type Timers = {
  /** Fires a trigger now, regardless of its schedule; null when there is no such trigger. */
  fire(functionName: string, trigger: string): Promise<InvocationReport> | null;
  close(): void;
};

type ArmedTrigger = {
  key: string;
  function: string;
  trigger: string;
  cron: string;
  dueAt: number | null;
};

/** Polling notices triggers of new bundles and changes of the clock, which a long timeout would miss. */
const pollMs = 1000;

/**
 * Fires the triggers in every function's config.json on the business clock. When the clock is moved past several
 * moments of a trigger, it fires once.
 */
export function createTimers(functions: Functions, clock: Clock, isAutomatic: boolean): Timers {
  let armed = new Map<string, ArmedTrigger>();

  function arm(from: number): void {
    const next = new Map<string, ArmedTrigger>();
    for (const name of functions.names()) {
      for (const { name: trigger, config } of functions.find(name)?.config.triggers ?? []) {
        const key = `${name}/${trigger}`;
        const before = armed.get(key);
        const entry = { key, function: name, trigger, cron: config, dueAt: null };
        next.set(
          key,
          before?.cron === config ? before : { ...entry, dueAt: dueAfter(entry, from) },
        );
      }
    }
    armed = next;
  }

  function dueAfter({ cron, key }: ArmedTrigger, from: number): number | null {
    try {
      return parseSchedule(cron).nextAfter(from);
    } catch (error) {
      console.error(`timer ${key} is ignored: ${messageOf(error)}`);
      return null;
    }
  }

  function poll(): void {
    const now = clock.now();
    arm(now);
    for (const entry of armed.values()) {
      if (entry.dueAt === null || entry.dueAt > now) continue;
      const due = entry.dueAt;
      entry.dueAt = dueAfter(entry, now);
      start(entry.function, entry.trigger, due).catch((error: unknown) => {
        console.error(`timer ${entry.key} failed: ${messageOf(error)}`);
      });
    }
  }

  function start(name: string, trigger: string, moment: number): Promise<InvocationReport> {
    const time = new Date(moment).toISOString();
    const data = { Type: 'Timer', TriggerName: trigger, Time: time, Message: '' };
    return functions.invoke({ name, data, source: 'wx_trigger' });
  }

  // When the clock is set back, triggers must not wait for their previous due time; when set forward, they fire at the
  // next poll.
  const forgetClock = clock.onChange(() => {
    for (const entry of armed.values()) {
      const next = dueAfter(entry, clock.now());
      if (entry.dueAt !== null && next !== null && next < entry.dueAt) entry.dueAt = next;
    }
  });
  if (isAutomatic) arm(clock.now());
  const interval = isAutomatic ? setInterval(poll, pollMs) : undefined;
  interval?.unref();

  return {
    fire(name, trigger) {
      const isKnown = functions.find(name)?.config.triggers.some((one) => one.name === trigger);
      return isKnown === true ? start(name, trigger, clock.now()) : null;
    },
    close() {
      forgetClock();
      clearInterval(interval);
    },
  };
}
