import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { readJsonFile, replaceFile } from '../disk/replace-file';

const Delivery = z.object({ at: z.number(), ok: z.boolean(), detail: z.string() });
export type Delivery = z.infer<typeof Delivery>;

/** Something the cloud has sent, or will send, to the outside: a push to a function, or a message to a user. */
const OutboxEntry = z.object({
  id: z.string(),
  kind: z.enum(['push', 'subscribeMessage']),
  at: z.number(),
  /** The function called with `payload`, or the user who receives it. */
  to: z.union([z.object({ function: z.string() }), z.object({ openid: z.string() })]),
  payload: z.record(z.string(), z.unknown()),
  /** When a push is due for delivery or repetition; null when nothing is scheduled. */
  dueAt: z.number().nullable().default(null),
  deliveries: z.array(Delivery),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

export const OutboxState = z.object({
  entries: z.array(OutboxEntry),
  consents: z.record(z.string(), z.number()),
});
export type OutboxState = z.infer<typeof OutboxState>;

export type Outbox = {
  add(
    entry: Pick<OutboxEntry, 'kind' | 'to' | 'payload'> & Partial<Pick<OutboxEntry, 'dueAt'>>,
  ): OutboxEntry;
  find(id: string): OutboxEntry | null;
  list(): OutboxEntry[];
  /** Records a delivery and schedules the next one. */
  record(id: string, delivery: Delivery, dueAt?: number | null): void;
  plan(id: string, dueAt: number | null): void;
  /** Records the user's consent to one more message of the template. */
  grant(openid: string, templateId: string): void;
  /** Uses up one consent; false when there is none. */
  spend(openid: string, templateId: string): boolean;
  export(): OutboxState;
  import(state: OutboxState): void;
  clear(): void;
};

/** `file` keeps the outbox between runs; null keeps it in memory only. A change that cannot be saved is not applied. */
export function createOutbox(now: () => number, file: string | null): Outbox {
  let state: OutboxState = (file === null ? null : readJsonFile(file, OutboxState)) ?? empty();

  function change(next: OutboxState): void {
    if (file !== null) replaceFile(file, JSON.stringify(next));
    state = next;
  }

  function changeEntry(id: string, changed: (entry: OutboxEntry) => OutboxEntry): void {
    const entries = state.entries.map((entry) => (entry.id === id ? changed(entry) : entry));
    change({ ...state, entries });
  }

  const countOf = (openid: string, templateId: string): number =>
    state.consents[`${openid}/${templateId}`] ?? 0;

  function setCount(openid: string, templateId: string, count: number): void {
    const consents = { ...state.consents, [`${openid}/${templateId}`]: count };
    change({ ...state, consents });
  }

  return {
    add(entry) {
      const added = { id: randomUUID(), at: now(), dueAt: null, deliveries: [], ...entry };
      change({ ...state, entries: [...state.entries, added] });
      return added;
    },
    find: (id) => state.entries.find((entry) => entry.id === id) ?? null,
    list: () => state.entries,
    record(id, delivery, dueAt = null) {
      changeEntry(id, (entry) => ({
        ...entry,
        dueAt,
        deliveries: [...entry.deliveries, delivery],
      }));
    },
    plan: (id, dueAt) => changeEntry(id, (entry) => ({ ...entry, dueAt })),
    grant: (openid, templateId) => setCount(openid, templateId, countOf(openid, templateId) + 1),
    spend(openid, templateId) {
      const count = countOf(openid, templateId);
      if (count < 1) return false;
      setCount(openid, templateId, count - 1);
      return true;
    },
    export: () => state,
    import: (imported) => change(imported),
    clear: () => change(empty()),
  };
}

function empty(): OutboxState {
  return { entries: [], consents: {} };
}
