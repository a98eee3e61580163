import type { Context } from '../shared/context';
import type { StoryPart, StoryRows } from '../shared/contracts/admin';
import type { Position } from '../shared/domain/cursor';
import { toOrderView } from '../shared/order-view';
import { toCreditLogView, toTaskView } from '../shared/views';
import { toAct, toWorkRow } from './views';

type Needs = Pick<Context, 'adminLogs' | 'credits' | 'tasks' | 'users' | 'wallet' | 'works'>;
type Stretch = { from: Position; size: number };
type Part = { rows: Partial<StoryRows>; nextCursor: string | null };

/** One page of one section of a user's story, newest first. */
export function readPart(
  userId: string,
  { part, ...stretch }: Stretch & { part: StoryPart },
  needs: Needs,
): Promise<Part> {
  return readers[part](userId, stretch, needs);
}

type Reader = (userId: string, stretch: Stretch, needs: Needs) => Promise<Part>;

const readers: Record<StoryPart, Reader> = {
  async works(userId, { from, size }, { works }) {
    const { rows, nextCursor } = await works.listHistory(userId, from, size);
    return { rows: { works: rows.map((work) => toWorkRow(work, '')) }, nextCursor };
  },
  async tasks(userId, { from, size }, { tasks }) {
    const { rows, nextCursor } = await tasks.list(userId, undefined, from, size);
    return { rows: { tasks: rows.map(toTaskView) }, nextCursor };
  },
  async credits(userId, { from, size }, { credits }) {
    const { rows, nextCursor } = await credits.list(userId, from, size);
    return { rows: { credits: rows.map(toCreditLogView) }, nextCursor };
  },
  async orders(userId, { from, size }, { wallet }) {
    const { rows, nextCursor } = await wallet.orders.listOwn(userId, from, size);
    return { rows: { orders: rows.map(toOrderView) }, nextCursor };
  },
  async acts(userId, { from, size }, { adminLogs, users }) {
    const { rows, nextCursor } = await adminLogs.list(userId, from, size);
    const names = await users.directory.nicknames(rows.map(({ operator }) => operator));
    return {
      rows: { acts: rows.map((log) => toAct(log, names.get(log.operator) ?? '')) },
      nextCursor,
    };
  },
};
