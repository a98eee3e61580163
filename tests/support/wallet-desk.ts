import { openSheet } from '../../devtools/providers/wechat/phone';
import { startWechatServer } from '../../devtools/providers/wechat/server';
import type { PayOrder, Platform } from '../../devtools/providers/wechat/state';
import { createWechat } from '../../devtools/providers/wechat/wechat';
import type { Wechat } from '../../devtools/providers/wechat/wechat';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { OutputOf } from '../../cloudfunctions/shared/contracts';
import type { PushMessage } from '../../devtools/emulator/push/message';
import type { Document } from '../../devtools/emulator/database/database';
import templates from '../../database-templates/credit_packages.json';
import { openStudio, succeeded } from './studio';
import type { Studio } from './studio';
import { tick } from './tick';

export type OrderView = OutputOf<'payment', 'getOrder'>['order'];

/** A studio whose payments reach the stub of WeChat's server. The stub sends no pushes: tests do. */
export type WalletDesk = {
  studio: Studio;
  wechat: Wechat;
  /** The environment variables that point a script to the stub of WeChat's server. */
  environment: Record<string, string>;
  /** Taps pay and opens the sheet; resolves to the id of the order. */
  tap(
    who: string,
    packageId?: string,
    options?: { requestId?: string; platform?: Platform },
  ): Promise<string>;
  /** The buyer pays in the sheet. */
  pay(orderId: string, payment?: Parameters<Wechat['orders']['pay']>[1]): void;
  at(orderId: string): PayOrder;
  /** Sends WeChat's push of a paid order; `changes` falsify fields of it. Resolves to the answer of the function. */
  push(orderId: string, changes?: Document): Promise<unknown>;
  order(who: string, orderId: string): Promise<OrderView>;
  row(orderId: string): Document;
  ledger(who: string): Document[];
  /** Throws unless the balance equals the sum of the ledger and is not negative. */
  requireBooks(who: string): void;
  /** Sends any push of WeChat. */
  send(message: PushMessage): Promise<unknown>;
  /** Advances the business clock. */
  later(ms: number): Promise<void>;
  moveTo(moment: string): Promise<void>;
  /** Orders, pays and credits a package; resolves to the id of the order. */
  buy(who: string, packageId?: string, options?: { platform?: Platform }): Promise<string>;
  now(): number;
  tick(): Promise<unknown>;
  close(): Promise<void>;
};

/** `functionsFolder`: other bundles than those of `dist/`. */
export async function openWalletDesk(
  environment: Record<string, string> = {},
  functionsFolder?: string,
): Promise<WalletDesk> {
  let offsetMs = 0;
  const now = () => Date.now() + offsetMs;
  const products = templates.seed;
  const wechat = createWechat({
    now,
    file: null,
    findProduct: (id) => {
      const product = products.find(({ _id }) => _id === id);
      return product === undefined
        ? null
        : { name: product.name, priceFen: product.priceFen, isPublished: true };
    },
    send: () => null,
    deliver: () => Promise.resolve(null),
  });
  const server = await startWechatServer(wechat, now);
  const variables = { ...server.environment({ hasPayment: true }), ...environment };
  const studio = await openStudio(variables, undefined, null, functionsFolder);
  const taps = { count: 0 };
  const desk: WalletDesk = {
    studio,
    wechat,
    environment: variables,
    async tap(who, packageId = 'credits_200', options = {}) {
      taps.count += 1;
      const { requestId = `tap-${taps.count}`, platform = 'android' } = options;
      const product = products.find(({ _id }) => _id === packageId);
      const { order, payment } = succeeded(
        await studio.call(who, 'payment', 'createOrder', {
          ...{ requestId, packageId, priceFen: product?.priceFen ?? 0, platform },
          code: wechat.sessions.login(who),
        }),
      );
      if (wechat.orders.find(order.orderId) === null) openSheet(who, payment, platform, wechat);
      return order.orderId;
    },
    pay: (orderId, payment = {}) => wechat.orders.pay(desk.at(orderId), payment),
    at(orderId) {
      const order = wechat.orders.find(orderId);
      if (order === null) throw new Error(`WeChat knows no order ${orderId}.`);
      return order;
    },
    async push(orderId, changes = {}) {
      const order = wechat.orders.find(orderId);
      const event = {
        ...{ MsgType: 'event', Event: 'xpay_goods_deliver_notify', ToUserName: 'gh_x' },
        ...{ FromUserName: 'wechat', CreateTime: 1, OpenId: order?.openid ?? 'nobody' },
        ...{ OutTradeNo: orderId, Env: 0, RetryTimes: 0 },
        GoodsInfo: {
          ...{ ProductId: order?.productId ?? '', Quantity: 1, Attach: orderId },
          ...{ OrigPrice: order?.orderFee ?? 0, ActualPrice: order?.orderFee ?? 0 },
        },
        ...changes,
      };
      const report = await studio.cloud.report('push', event, undefined, 'wx_unknown');
      if ('error' in report) return report.error;
      const { ErrCode } = report.result as { ErrCode?: number };
      if (ErrCode === 0 && order !== null) wechat.orders.provide(order);
      return report.result;
    },
    async order(who, orderId) {
      return succeeded(await studio.call(who, 'payment', 'getOrder', { orderId })).order;
    },
    row(orderId) {
      const [row] = studio.cloud.collection('orders').rows({ _id: orderId });
      if (row === undefined) throw new Error(`There is no order ${orderId}.`);
      return row;
    },
    ledger: (who) => studio.cloud.collection('credit_logs').rows({ userId: userIdOf(who) }),
    send: async (message) => {
      const report = await studio.cloud.report('push', message, undefined, 'wx_unknown');
      return 'error' in report ? report.error : report.result;
    },
    requireBooks(who) {
      const sum = desk.ledger(who).reduce((total, { amount }) => total + (amount as number), 0);
      const { credits } = studio.user(who);
      if (credits !== sum || sum < 0) throw new Error(`The books of ${who}: ${sum} in the ledger.`);
    },
    async later(ms) {
      offsetMs += ms;
      await studio.cloud.control('PUT', '/local/clock', { offsetMs });
    },
    moveTo: (moment) => desk.later(Date.parse(moment) - now()),
    async buy(who, packageId, options) {
      const orderId = await desk.tap(who, packageId, options);
      desk.pay(orderId);
      await desk.push(orderId);
      if (desk.row(orderId)['status'] !== 'credited')
        throw new Error(`${orderId} is not credited.`);
      return orderId;
    },
    now,
    tick: () => tick(studio.cloud),
    async close() {
      await studio.close();
      await server.close();
    },
  };
  return desk;
}
