import * as z from 'zod';
import type { Database } from '../core/database';
import { createRowReader, parseRow } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';

const Character = z.object({
  _id: z.string(),
  name: z.string(),
  category: z.enum(['people', 'pets', 'other']).catch('other'),
  isRecommended: z.boolean().catch(false),
  imageUrl: z.string().default(''),
  description: z.string(),
});
const Style = z.object({
  _id: z.string(),
  name: z.string(),
  imageUrl: z.string().default(''),
  promptTemplate: z.string().includes('{prompt}'),
});
const Emotion = z.object({ _id: z.string(), name: z.string(), description: z.string() });
const Size = z.object({
  _id: z.string(),
  ratio: z.string(),
  width: z.number().int(),
  height: z.number().int(),
});
const Template = z.object({
  _id: z.string(),
  category: z.string(),
  categoryName: z.string(),
  title: z.string(),
  prompt: z.string(),
  character: z.string().default(''),
  style: z.string().default(''),
  emotion: z.string().default(''),
  size: z.string(),
  imageUrl: z.string().default(''),
});

/** These collections change by hand, seldom: an instance may answer from rows a minute old. */
const freshMs = 60_000;

export type OptionRepository = ReturnType<typeof createOptionRepository>;

/** `cache` belongs to the instance and outlives the call. Malformed rows are left out of what is offered. */
export function createOptionRepository(
  database: Database,
  cache: OptionCache,
  onInvalidRow: OnInvalidRow,
) {
  async function rows<Row extends { _id: string }>(
    collection: string,
    schema: z.ZodType<Row>,
  ): Promise<(Omit<Row, '_id'> & { id: string })[]> {
    const { data } = await database
      .collection(collection)
      .orderBy('order', 'asc')
      .limit(1000)
      .get();
    const parse = (row: unknown) => {
      const { _id: id, ...rest } = parseRow(collection, schema, row);
      return { id, ...rest };
    };
    return createRowReader(parse, onInvalidRow).readAll(data);
  }

  return {
    choices(now: Date) {
      return cache.fresh('choices', now, async () => {
        const [characters, styles, emotions, sizes] = await Promise.all([
          rows('characters', Character),
          rows('styles', Style),
          rows('emotions', Emotion),
          rows('sizes', Size),
        ]);
        return { characters, styles, emotions, sizes };
      });
    },
    templates(now: Date) {
      return cache.fresh('templates', now, () => rows('creative_templates', Template));
    },
  };
}

export type OptionCache = ReturnType<typeof createOptionCache>;

export function createOptionCache() {
  const entries = new Map<string, { loadedAt: number; value: unknown }>();
  return {
    async fresh<Value>(key: string, now: Date, load: () => Promise<Value>): Promise<Value> {
      const entry = entries.get(key);
      const age = entry === undefined ? Infinity : now.getTime() - entry.loadedAt;
      // A key is always loaded by the same function, so what stands under it has its type.
      if (entry !== undefined && age >= 0 && age < freshMs) return entry.value as Value;
      const value = await load();
      entries.set(key, { loadedAt: now.getTime(), value });
      return value;
    },
  };
}
