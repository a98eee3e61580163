import type { Page, Position } from '../../domain/cursor';
import { openStatuses } from '../../domain/wallet/order';
import type { Order, OrderStatus } from '../../domain/wallet/order';
import type { Database } from '../core/database';
import { omitUndefined, requireDefined } from '../core/database';
import { isDuplicateKey } from '../core/database-error';
import { toLazyRow } from '../core/lazy-row';
import type { LazyRow } from '../core/lazy-row';
import { findNewest } from '../core/newest';
import { createRowReader, isMissing } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseOrder, toOrderRow } from '../rows/order';
import type { Sign } from '../timers/sign';
import { AppError } from '../../error';

/** Minimum interval between two queries by a phone about one order. */
const askEveryMs = 2_000;

export type OrderRepository = ReturnType<typeof createOrderRepository>;

export function createOrderRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const { command } = database;
  const reader = createRowReader(parseOrder, onInvalidRow);
  const orders = () => database.collection('orders');

  async function find(orderId: string): Promise<Order | null> {
    const { data } = await orders().doc(orderId).get();
    return isMissing(data) ? null : parseOrder(data);
  }

  /** Updates the order if it is unchanged since the caller read it; false if it has changed. */
  async function change(order: Order, data: Partial<Order>, now: Date): Promise<boolean> {
    const { stats } = await orders()
      .where(requireDefined({ _id: order.id, version: order.version }))
      .update({ data: { ...omitUndefined(data), updatedAt: now } });
    return stats.updated > 0;
  }

  return {
    find,
    change,

    /** An order of the user; null also for one of another user. */
    async findOwn(orderId: string, userId: string): Promise<Order | null> {
      const order = await find(orderId);
      return order?.userId === userId ? order : null;
    },

    async findByEitherNumber(number: string): Promise<Order | null> {
      const own = await find(number);
      if (own !== null) return own;
      const { data } = await orders()
        .where(requireDefined({ wxOrderId: number }))
        .limit(1)
        .get();
      return reader.readOptional(data[0]);
    },

    /** Returns the stored order: the new one, or the one left by an earlier attempt of the same tap. */
    async create(order: Order, now: Date): Promise<Order> {
      try {
        await orders().add({ data: { _id: order.id, ...toOrderRow(order, now) } });
        return order;
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
        const standing = await find(order.id);
        if (standing === null) throw new AppError('BUSY', { cause: error });
        return standing;
      }
    },

    /** True: the channel may be queried now on behalf of a phone. At most once per two seconds and order. */
    async claimQuestion(orderId: string, userId: string, now: Date): Promise<boolean> {
      const { stats } = await orders()
        .where({
          ...requireDefined({ _id: orderId, userId }),
          status: command.in(['created', 'closed', 'paid']),
          queriedAt: command.lte(new Date(now.getTime() - askEveryMs)),
        })
        .update({ data: { queriedAt: now } });
      return stats.updated > 0;
    },

    async listOwn(userId: string, from: Position, size: number): Promise<Page<Order>> {
      const rows = await findNewest(database, 'orders', requireDefined({ userId }), from, size + 1);
      return reader.readPage(rows, size);
    },

    /** By order number, the channel's number or user id; without a text, all orders. */
    async search(
      { text, status }: { text: string; status: OrderStatus | undefined },
      from: Position,
      size: number,
    ): Promise<Page<Order>> {
      const condition = omitUndefined({ status });
      if (text === '') {
        return reader.readPage(
          await findNewest(database, 'orders', condition, from, size + 1),
          size,
        );
      }
      if (text.startsWith('user_')) {
        const ofUser = { ...condition, userId: text };
        return reader.readPage(await findNewest(database, 'orders', ofUser, from, size + 1), size);
      }
      const [byId, byNumber] = await Promise.all([
        orders()
          .where({ ...condition, _id: text })
          .limit(1)
          .get(),
        orders()
          .where({ ...condition, wxOrderId: text })
          .limit(size)
          .get(),
      ]);
      return { rows: reader.readAll([...byId.data, ...byNumber.data]), nextCursor: null };
    },

    async hasOpen(userId: string): Promise<boolean> {
      const open = { ...requireDefined({ userId }), status: command.in(openStatuses) };
      return (await orders().where(open).count()).total > 0;
    },

    sign(until: Date): Sign {
      return { collection: 'orders', where: { nextQueryAt: command.lte(until) } };
    },

    async listDue(now: Date, limit: number): Promise<LazyRow<Order>[]> {
      const { data } = await orders()
        .where({ nextQueryAt: command.lte(now) })
        .orderBy('nextQueryAt', 'asc')
        .limit(limit)
        .get();
      return data.map((row) => toLazyRow(row, parseOrder));
    },

    async nextQuery(now: Date): Promise<Date | null> {
      const { data } = await orders()
        .where({ nextQueryAt: command.gt(now) })
        .orderBy('nextQueryAt', 'asc')
        .field({ nextQueryAt: true })
        .limit(1)
        .get();
      return (data as { nextQueryAt: Date }[])[0]?.nextQueryAt ?? null;
    },
  };
}
