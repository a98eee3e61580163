import {
  concurrentSlotId,
  freeNumbers,
  minuteEnd,
  minuteOf,
  minuteSlotId,
} from '../../domain/tasks/slots';
import type { Slot } from '../../domain/tasks/slots';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseSlot } from '../rows/provider-slot';

export type SlotRepository = ReturnType<typeof createSlotRepository>;

type Wanted = { configId: string; max: number; holder: string; until: Date };

const maxRaces = 8;
const maxRows = 1000;

/** Numbered slots: each is one row, so that two invocations never hold the same one. */
export function createSlotRepository(database: Database, clock: Clock, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const slots = () => database.collection('provider_slots');
  const reader = createRowReader(parseSlot, onInvalidRow);

  async function list(configId: string, kind: Slot['kind'], minute: number): Promise<Slot[]> {
    const { data } = await slots().where({ configId, kind, minute }).limit(maxRows).get();
    return reader.readAll(data);
  }

  /** Null: none is free. A caller that already holds one gets it again. */
  async function take(
    { configId, max, holder, until }: Wanted,
    kind: Slot['kind'],
    minute: number,
  ): Promise<Slot | null> {
    let hasFailed = false;
    for (let race = 0; race < maxRaces; race += 1) {
      const now = clock.now();
      const held = await list(configId, kind, minute);
      const ours = held.find((slot) => slot.holder === holder && slot.until > now);
      if (ours !== undefined) return ours;
      const free = freeNumbers(held, max, now);
      // The lowest first; after a lost race a random one of the lowest few, so that competing callers spread out.
      const n =
        free[race === 0 ? 0 : Math.floor(clock.random() * Math.min(free.length, 2 ** race))];
      if (n === undefined) return null;
      const id =
        kind === 'concurrent' ? concurrentSlotId(configId, n) : minuteSlotId(configId, minute, n);
      const slot = { id, configId, kind, minute, n, holder, until };
      const former = held.find((one) => one.id === id);
      try {
        if (await (former === undefined ? insert(slot) : replace(slot, former))) return slot;
      } catch (error) {
        // It may be ours, and would then never be released: the next iteration finds out.
        if (hasFailed) throw error;
        hasFailed = true;
      }
    }
    return null;
  }

  async function insert({ id, ...slot }: Slot): Promise<boolean> {
    try {
      await slots().add({ data: { _id: id, ...slot } });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  /** Replaces only the expired slot that was read. */
  async function replace({ id, holder, until }: Slot, former: Slot): Promise<boolean> {
    const { stats } = await slots()
      .where({ _id: id, holder: former.holder, until: former.until })
      .update({ data: { holder, until } });
    return stats.updated > 0;
  }

  async function release(configId: string, holder: string): Promise<void> {
    await slots().where({ configId, kind: 'concurrent', holder }).remove();
  }

  return {
    takeConcurrent: (wanted: Wanted) => take(wanted, 'concurrent', 0),

    /** Counts a start in this minute. It is not released. */
    takeMinute(wanted: Omit<Wanted, 'until'>): Promise<Slot | null> {
      const minute = minuteOf(clock.now());
      return take({ ...wanted, until: minuteEnd(minute) }, 'minute', minute);
    },

    /** How many more can be taken now. */
    async room(configId: string, { max, perMinute }: { max: number; perMinute: number }) {
      const now = clock.now();
      const minute = minuteOf(now);
      const [held, starts] = await Promise.all([
        list(configId, 'concurrent', 0),
        list(configId, 'minute', minute),
      ]);
      return Math.min(
        freeNumbers(held, max, now).length,
        freeNumbers(starts, perMinute, now).length,
      );
    },

    release,

    /** Removes slots of past minutes, and slots whose holders are long gone. */
    async removeExpired(now: Date): Promise<number> {
      const { stats } = await slots()
        .where({ until: command.lte(now) })
        .remove();
      return stats.removed;
    },
  };
}
