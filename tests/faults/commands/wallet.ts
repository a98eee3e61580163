import { orderIdOf, userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import type { PaymentEnv } from '../../../devtools/providers/wechat/account';
import { isPaid } from '../../../devtools/providers/wechat/orders';
import type { PayRule } from '../../../devtools/providers/wechat/rules';
import { deliverMessage } from '../../../devtools/providers/wechat/messages';
import { codeOf } from '../world/wechat';
import { phoneCall } from './kind';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';
import { offerOf, productIds, stepOf } from './offers';
import type { ProductId } from './offers';

/** An order, by its owner and the request that placed it. */
export type OrderRef = { owner: string; request: string };
/** The false part of a forged push: the payment itself, or one field beside a true payment. */
export type Lie = 'payment' | 'environment' | 'buyer' | 'price' | 'number';
export type PayAct = {
  do: 'pay';
  of: OrderRef;
  /** The owner if absent. */
  payer?: string;
  /** The live environment if absent. */
  env?: PaymentEnv;
  shortFen: number;
  couponFen: number;
  push: PayRule['push'];
};
export type OrderAct =
  /**
   * `step`: the version of the offer that the phone shows. `codeOf`: the owner of the login code, if it is not the
   * buyer's.
   */
  | { do: 'order'; request: string; product: ProductId; step: number; codeOf?: string }
  | PayAct
  | { do: 'getOrder' | 'recheck'; of: OrderRef }
  | { do: 'forgedPush'; of: OrderRef; lie: Lie }
  | { do: 'refund'; of: OrderRef; fen: number; request: string };

export function orderOf({ owner, request }: OrderRef): string {
  return orderIdOf(userIdOf(owner), request);
}

/** A tap on pay, the payment in WeChat's sheet, and every way to ask about the order. */
export const orders: Kind<OrderAct> = {
  does: ['order', 'pay', 'getOrder', 'forgedPush', 'recheck', 'refund'],
  share: 700,
  draw(draft, who) {
    const { random, commands, people } = draft;
    const known = commands.filter(isOrder);
    const own = known.filter((command) => command.who === who);
    const list = own.length > 0 && random.chance(0.85) ? own : known;
    if (list.length === 0 || random.chance(0.2)) {
      drawOrder(draft, who);
      return;
    }
    const chosen = random.pick(list);
    const of = { owner: chosen.who, request: chosen.request };
    const admin = people.find(({ tier }) => tier === 'admin')?.name ?? who;
    const by = random.chance(0.8) ? admin : who;
    const kind = random.next();
    if (kind < 0.25) drawPayment(draft, of);
    else if (kind < 0.45) draft.add(who, { do: 'getOrder', of });
    else if (kind < 0.55) {
      const lie = random.pick(['payment', 'environment', 'buyer', 'price', 'number'] as const);
      draft.add(who, { do: 'forgedPush', of, lie });
    } else if (kind < 0.7) draft.add(by, { do: 'recheck', of });
    else if (kind < 0.8) draft.add(of.owner, toAct(chosen));
    else {
      const { priceFen } = offerOf(chosen.product, chosen.step);
      const fen = random.pick([priceFen, Math.floor(priceFen / 2), 100, priceFen + 1]);
      const act: OrderAct = { do: 'refund', of, fen, request: draft.name('b') };
      draft.add(by, act);
      if (random.chance(0.4)) draft.add(by, act);
    }
  },
  toCall(command) {
    const { who } = command;
    switch (command.do) {
      case 'pay':
        return null;
      case 'order': {
        const { id, product: packageId, request: requestId, step } = command;
        const { priceFen } = offerOf(packageId, step);
        const code = codeOf(command.codeOf ?? who, id);
        return phoneCall(who, 'payment', 'createOrder', { requestId, packageId, priceFen, code });
      }
      case 'forgedPush':
        return { name: 'push', event: forged(command.of, command.lie), openid: null };
      case 'refund': {
        const { fen, of, request: requestId } = command;
        const orderId = orderOf(of);
        return phoneCall(who, 'payment', 'refund', { orderId, fen, reason: 'test', requestId });
      }
      case 'getOrder':
      case 'recheck':
        return phoneCall(who, 'payment', command.do, { orderId: orderOf(command.of) });
    }
  },
  happen(command, { world, note }) {
    if (command.do !== 'pay') return;
    const { of, couponFen, push, shortFen, payer = of.owner, env = 0 } = command;
    const orderId = orderOf(of);
    const { orders: ledger } = world.wechat;
    const [row] = world.backend.database.find('orders', { query: { _id: orderId } }).docs;
    if (row === undefined) return;
    const { packageId, priceFen } = row['package'] as { packageId: string; priceFen: number };
    const order =
      ledger.find(orderId) ??
      ledger.create({
        ...{ outTradeNo: orderId, openid: payer, env, platform: 'android', quantity: 1 },
        ...{ productId: packageId, goodsPrice: priceFen, attach: orderId },
      });
    // The sheet accepts only one payment.
    if (order.paidAt !== null || isPaid(order)) return;
    note();
    const paidFen = priceFen - couponFen - shortFen;
    void world.wechat.pay(order, { couponFen, paidFen }, { push });
  },
};

function drawOrder(draft: Draft, who: string): void {
  const { random, people } = draft;
  const request = draft.name('o');
  const product = random.pick(productIds);
  const now = stepOf(product, draft);
  // The page may have been opened before the last price change.
  const step = now > 0 && random.chance(0.2) ? now - 1 : now;
  const act: OrderAct = { do: 'order', request, product, step };
  if (random.chance(0.08)) draft.add(who, { ...act, codeOf: random.pick(people).name });
  draft.add(who, act);
  if (random.chance(0.2)) draft.add(who, act);
  draft.wait(random.between(50, 3_000));
  if (random.chance(0.7)) drawPayment(draft, { owner: who, request });
}

function drawPayment(draft: Draft, of: OrderRef): void {
  const { random, people } = draft;
  const act: PayAct = {
    ...{ do: 'pay', of },
    ...(random.chance(0.06) ? { env: 1 } : {}),
    ...(random.chance(0.06) ? { payer: random.pick(people).name } : {}),
    shortFen: random.chance(0.1) ? 1 : 0,
    couponFen: random.chance(0.2) ? 100 : 0,
    push: random.pick(['none', 'none', 'once', 'once', 'twice', 'late'] as const),
  };
  draft.add(of.owner, act);
  draft.wait(random.pick([0, 500, 3_000, 61_000]));
}

function toAct({ product, request, step }: CommandOf<OrderAct & { do: 'order' }>): OrderAct {
  return { do: 'order', request, product, step };
}

/** A push in WeChat's format, whether or not anything was paid. */
function forged(of: OrderRef, lie: Lie): Record<string, unknown> {
  const order = {
    ...{ outTradeNo: lie === 'number' ? `${orderOf(of)}x` : orderOf(of), quantity: 1 },
    ...{ openid: lie === 'buyer' ? 'nobody' : of.owner, platform: 'android' as const },
    ...{ env: lie === 'environment' ? (1 as const) : (0 as const), attach: '', wxOrderId: 'wx0' },
    ...{ productId: 'credits_500', goodsPrice: 4_000, couponFee: 0, createdAt: 0, updatedAt: 0 },
    ...{ status: 2, orderFee: lie === 'price' ? 1 : 4_000, paidFee: 4_000 },
    ...{ paidAt: 1_000, providedAt: null, refunds: [], pushes: [] },
  };
  return deliverMessage(order, 1_000);
}

export function isOrder(
  command: CommandOf<AnyAct>,
): command is CommandOf<Extract<OrderAct, { do: 'order' }>> {
  return command.do === 'order';
}
