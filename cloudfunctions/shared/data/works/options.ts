import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseOption } from '../rows/options';
import type { OptionCollection, OptionOf } from '../rows/options';

/** These collections are rarely edited, by hand: rows cached for a minute are fresh enough. */
const freshMs = 60_000;

export type OptionRepository = ReturnType<typeof createOptionRepository>;

/** `cache` belongs to the instance and outlives the call. Malformed rows are not offered. */
export function createOptionRepository(
  database: Database,
  cache: OptionCache,
  onInvalidRow: OnInvalidRow,
) {
  async function rows<Name extends OptionCollection>(collection: Name): Promise<OptionOf<Name>[]> {
    const { data } = await database
      .collection(collection)
      .orderBy('order', 'asc')
      .limit(1000)
      .get();
    const parse = (row: unknown) => parseOption(collection, row);
    return createRowReader(parse, onInvalidRow).readAll(data);
  }

  return {
    choices(now: Date) {
      return cache.fresh('choices', now, async () => {
        const [characters, styles, emotions, sizes] = await Promise.all([
          rows('characters'),
          rows('styles'),
          rows('emotions'),
          rows('sizes'),
        ]);
        return { characters, styles, emotions, sizes };
      });
    },
    templates(now: Date) {
      return cache.fresh('templates', now, () => rows('creative_templates'));
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
      // A key is always loaded by the same function, so its value has that type.
      if (entry !== undefined && age >= 0 && age < freshMs) return entry.value as Value;
      const value = await load();
      entries.set(key, { loadedAt: now.getTime(), value });
      return value;
    },
  };
}
