import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';

export type Delivery = { at: number; ok: boolean; detail: string };

/** Something the cloud sent outside, or was asked to: a push to a function, a message to a person. */
export type OutboxEntry = {
  id: string;
  kind: 'push' | 'subscribeMessage';
  at: number;
  /** The function that is called with `payload`, or the person who reads it. */
  to: { function: string } | { openid: string };
  payload: Record<string, unknown>;
  deliveries: Delivery[];
};

export type Outbox = {
  add(entry: Pick<OutboxEntry, 'kind' | 'to' | 'payload'>): OutboxEntry;
  find(id: string): OutboxEntry | null;
  list(): OutboxEntry[];
  record(id: string, delivery: Delivery): void;
  /** How often a person agreed to a message template and was not sent one for it yet. */
  grant(openid: string, templateId: string): void;
  /** Uses up one agreement; false when there is none. */
  spend(openid: string, templateId: string): boolean;
  export(): OutboxState;
  import(state: OutboxState): void;
  clear(): void;
};

export type OutboxState = { entries: OutboxEntry[]; consents: Record<string, number> };

/** `file` keeps the outbox between runs; null keeps it in memory only. */
export function createOutbox(now: () => number, file: string | null): Outbox {
  let state: OutboxState = readState(file);

  function save(): void {
    if (file === null) return;
    const temporary = `${file}.part`;
    writeFileSync(temporary, JSON.stringify(state));
    renameSync(temporary, file);
  }

  function change(openid: string, templateId: string, by: number): void {
    const key = `${openid}/${templateId}`;
    state.consents[key] = (state.consents[key] ?? 0) + by;
    save();
  }

  const outbox: Outbox = {
    add(entry) {
      const added = { id: randomUUID(), at: now(), deliveries: [], ...entry };
      state.entries.push(added);
      save();
      return added;
    },
    find: (id) => state.entries.find((entry) => entry.id === id) ?? null,
    list: () => state.entries,
    record(id, delivery) {
      outbox.find(id)?.deliveries.push(delivery);
      save();
    },
    grant: (openid, templateId) => change(openid, templateId, 1),
    spend(openid, templateId) {
      if ((state.consents[`${openid}/${templateId}`] ?? 0) < 1) return false;
      change(openid, templateId, -1);
      return true;
    },
    export: () => state,
    import(imported) {
      state = imported;
      save();
    },
    clear() {
      state = { entries: [], consents: {} };
      save();
    },
  };
  return outbox;
}

function readState(file: string | null): OutboxState {
  if (file === null || !existsSync(file)) return { entries: [], consents: {} };
  return JSON.parse(readFileSync(file, 'utf8')) as OutboxState;
}
