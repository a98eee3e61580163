import { inviteCodeOf, orderIdOf, userIdOf } from '../../../cloudfunctions/shared/domain/ids';
import { isPaid } from '../../../devtools/providers/wechat/orders';
import type { PayRule } from '../../../devtools/providers/wechat/rules';
import { deliverMessage } from '../../../devtools/providers/wechat/messages';
import { codeOf } from '../world/wechat';
import { asks } from './kind';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';

/** An order by who tapped under which request. */
export type OrderRef = { owner: string; request: string };
export type OrderAct =
  | { do: 'order'; request: string; product: ProductId }
  | { do: 'pay'; of: OrderRef; shortFen: number; couponFen: number; push: PayRule['push'] }
  | { do: 'getOrder' | 'forgedPush' | 'recheck'; of: OrderRef }
  | { do: 'refund'; of: OrderRef; fen: number; request: string };
export type RewardAct = { do: 'checkin' } | { do: 'redeem'; inviter: string };

export const products = {
  credits_60: { priceFen: 600, credits: 60 },
  credits_500: { priceFen: 4_000, credits: 520 },
  member_basic_30: { priceFen: 1_900, credits: 0 },
} as const;
export type ProductId = keyof typeof products;
const productIds = Object.keys(products) as ProductId[];

export function orderOf({ owner, request }: OrderRef): string {
  return orderIdOf(userIdOf(owner), request);
}

/** A tap on pay, the payment in WeChat's sheet, and everybody who asks how it stands. */
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
    const kind = random.next();
    if (kind < 0.25) drawPayment(draft, of);
    else if (kind < 0.45) draft.add(who, { do: 'getOrder', of });
    else if (kind < 0.55) draft.add(who, { do: 'forgedPush', of });
    else if (kind < 0.7) draft.add(admin, { do: 'recheck', of });
    else if (kind < 0.8) draft.add(of.owner, { ...toAct(chosen) });
    else {
      const { priceFen } = products[chosen.product];
      const fen = random.pick([priceFen, Math.floor(priceFen / 2), 100]);
      const act: OrderAct = { do: 'refund', of, fen, request: draft.name('b') };
      draft.add(admin, act);
      if (random.chance(0.4)) draft.add(admin, act);
    }
  },
  toCall(command) {
    const { who } = command;
    switch (command.do) {
      case 'pay':
        return null;
      case 'order': {
        const { id, product, request: requestId } = command;
        const { priceFen } = products[product];
        const code = codeOf(who, id);
        return asks(who, 'payment', 'createOrder', {
          requestId,
          packageId: product,
          priceFen,
          code,
        });
      }
      case 'forgedPush':
        return { name: 'push', event: forged(command.of), openid: null };
      case 'refund': {
        const { fen, of, request: requestId } = command;
        return asks(who, 'payment', 'refund', {
          orderId: orderOf(of),
          fen,
          reason: 'test',
          requestId,
        });
      }
      case 'getOrder':
      case 'recheck':
        return asks(who, 'payment', command.do, { orderId: orderOf(command.of) });
    }
  },
  happen(command, { world, note }) {
    if (command.do !== 'pay') return;
    const { of, couponFen, push, shortFen } = command;
    const orderId = orderOf(of);
    const { orders: ledger } = world.wechat;
    const [row] = world.backend.database.find('orders', { query: { _id: orderId } }).docs;
    if (row === undefined) return;
    const { packageId, priceFen } = row['package'] as { packageId: string; priceFen: number };
    const order =
      ledger.find(orderId) ??
      ledger.create({
        ...{ outTradeNo: orderId, openid: of.owner, env: 0, platform: 'android', quantity: 1 },
        ...{ productId: packageId, goodsPrice: priceFen, attach: orderId },
      });
    // The sheet takes a payment once.
    if (order.paidAt !== null || isPaid(order)) return;
    note();
    const paidFen = priceFen - couponFen - shortFen;
    void world.wechat.pay(order, { couponFen, paidFen }, { push });
  },
};

/** Signs in at the page of rewards: once a day, and once in a life. */
export const rewards: Kind<RewardAct> = {
  does: ['checkin', 'redeem'],
  share: 120,
  draw(draft, who) {
    const { random, people } = draft;
    const act: RewardAct = random.chance(0.7)
      ? { do: 'checkin' }
      : { do: 'redeem', inviter: random.pick(people).name };
    draft.add(who, act);
    if (random.chance(0.4)) draft.add(who, act);
  },
  toCall: (command) =>
    command.do === 'checkin'
      ? asks(command.who, 'payment', 'dailyCheckin', {})
      : asks(command.who, 'payment', 'redeemInvite', {
          code: inviteCodeOf(userIdOf(command.inviter)),
        }),
};

function drawOrder(draft: Draft, who: string): void {
  const { random } = draft;
  const request = draft.name('o');
  const act: OrderAct = { do: 'order', request, product: random.pick(productIds) };
  draft.add(who, act);
  if (random.chance(0.2)) draft.add(who, act);
  draft.wait(random.between(50, 3_000));
  if (random.chance(0.7)) drawPayment(draft, { owner: who, request });
}

function drawPayment(draft: Draft, of: OrderRef): void {
  const { random } = draft;
  const act: OrderAct = {
    ...{ do: 'pay', of },
    shortFen: random.chance(0.1) ? 1 : 0,
    couponFen: random.chance(0.2) ? 100 : 0,
    push: random.pick(['none', 'none', 'once', 'once', 'twice', 'late'] as const),
  };
  draft.add(of.owner, act);
  draft.wait(random.pick([0, 500, 3_000, 61_000]));
}

function toAct({ product, request }: CommandOf<OrderAct & { do: 'order' }>): OrderAct {
  return { do: 'order', request, product };
}

/** The push as WeChat would send it, whether or not anything was paid. */
function forged(of: OrderRef): Record<string, unknown> {
  const order = {
    ...{ outTradeNo: orderOf(of), openid: of.owner, env: 0 as const, platform: 'android' as const },
    ...{ productId: 'credits_500', quantity: 1, goodsPrice: 4_000, attach: '', wxOrderId: 'wx0' },
    ...{ status: 2, orderFee: 4_000, couponFee: 0, paidFee: 4_000, createdAt: 0, updatedAt: 0 },
    ...{ paidAt: 1_000, providedAt: null, refunds: [], pushes: [] },
  };
  return deliverMessage(order, 1_000);
}

export function isOrder(
  command: CommandOf<AnyAct>,
): command is CommandOf<Extract<OrderAct, { do: 'order' }>> {
  return command.do === 'order';
}
