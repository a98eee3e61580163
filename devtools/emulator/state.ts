import { EJSON } from 'bson';
import { z } from 'zod';
import type { Cloud } from './cloud';
import { fromJson } from './database/ejson';
import type { JournalEntry } from './database/journal-format';
import { isDocument } from './database/values';
import type { Document, Value } from './database/values';
import { OutboxState } from './outbox/outbox';
import { createSecretTest } from './secret-collections';
import { WechatState, emptyState } from '../providers/wechat/state';
import { checkedPath } from './storage/path';

const Index = z.object({ name: z.string(), fields: z.array(z.string()), unique: z.boolean() });

export const State = z.strictObject({
  format: z.literal('workshop-state'),
  version: z.literal(1),
  clock: z.object({ offsetMs: z.number() }),
  collections: z.record(
    z.string(),
    z.object({ indexes: z.array(Index), docs: z.array(z.custom<Document>(isDocument)) }),
  ),
  files: z.array(z.object({ path: z.string(), openid: z.string().nullable(), base64: z.string() })),
  outbox: OutboxState,
  /** Absent in exports older than this field. */
  wechat: WechatState.default(emptyState),
});
export type State = z.infer<typeof State>;

/**
 * The whole state as readable JSON. Dates and numbers that JSON cannot represent exactly are EJSON; files are base64.
 * Credentials are left out: rows of collections that hold them, and WeChat's codes, sessions and tokens; their owners
 * get new ones.
 */
export function exportState({ clock, database, storage, outbox, templates, wechat }: Cloud): State {
  const isSecret = createSecretTest(templates);
  const collections: State['collections'] = {};
  for (const entry of database.export()) {
    if ('create' in entry) collections[entry.create] = { indexes: [], docs: [] };
    else if ('index' in entry) collections[entry.index]?.indexes.push(entry.description);
    else if ('put' in entry && !isSecret(entry.put))
      collections[entry.put]?.docs.push(toReadable(entry.document) as Document);
  }
  return {
    format: 'workshop-state',
    version: 1,
    clock: { offsetMs: clock.offsetMs },
    collections,
    files: storage.list().map(({ path, openid }) => ({
      path,
      openid,
      base64: storage.read(path)?.bytes.toString('base64') ?? '',
    })),
    outbox: outbox.export(),
    wechat: { ...wechat.export(), codes: {}, sessions: {}, tokens: [] },
  };
}

/** Replaces the whole state; throws without changing anything when the database or the storage would refuse it. */
export function importState(
  { clock, database, storage, outbox, wechat }: Cloud,
  state: State,
): void {
  for (const { path } of state.files) checkedPath(path);
  database.import(entriesOf(state));
  storage.clear();
  for (const { path, openid, base64 } of state.files) {
    storage.put(path, openid, Buffer.from(base64, 'base64'));
  }
  outbox.import(state.outbox);
  wechat.import(state.wechat);
  clock.setOffset(state.clock.offsetMs);
}

function* entriesOf({ collections }: State): Generator<JournalEntry> {
  for (const [name, { indexes, docs }] of Object.entries(collections)) {
    yield { create: name };
    for (const description of indexes) yield { index: name, description };
    for (const document of docs) yield { put: name, document: fromJson(document) as Document };
  }
}

/** Plain numbers stay plain; ambiguous ones (a whole double, a small long) become EJSON. */
function toReadable(value: Value): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(toReadable);
  if (isDocument(value)) {
    return Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, toReadable(inner)]),
    );
  }
  return (EJSON.serialize({ value }, { relaxed: false }) as { value: unknown }).value;
}
