import type { PushMessage } from '../../emulator/push/message';
import { readJsonFile, replaceFile } from '../../emulator/disk/replace-file';
import { createComplaints } from './complaints';
import type { Complaints } from './complaints';
import { createMerchant } from './merchant';
import type { Merchant } from './merchant';
import { createMerchantKeys } from './merchant-keys';
import type { MerchantKeys } from './merchant-keys';
import { deliverMessage, refundMessage } from './messages';
import { createOrders } from './orders';
import type { Orders, Payment } from './orders';
import type { Product } from './phone';
import { createRules } from './rules';
import type { ApiRule, PayRule, Rules } from './rules';
import { createSessions } from './sessions';
import type { Sessions } from './sessions';
import { WechatState, emptyState } from './state';
import type { PayOrder, Refund } from './state';

type Delivered = { id: string; deliveries: readonly { ok: boolean }[] };

export type WechatOptions = {
  now: () => number;
  /** The file that keeps the ledger between runs; null keeps it in memory. */
  file: string | null;
  /** Looks a product up in WeChat's console. */
  findProduct: (productId: string) => Product | null;
  /** Queues a push on the business clock. Returns the id of its entry, or null when no function is subscribed to it. */
  send: (message: PushMessage, delayMs?: number) => string | null;
  deliver: (message: PushMessage) => Promise<Delivered | null>;
};

/** WeChat's side of login and payment, with its own ledger. */
export type Wechat = {
  orders: Orders;
  sessions: Sessions;
  complaints: Complaints;
  merchant: Merchant;
  keys: MerchantKeys;
  apiRules: Rules<ApiRule>;
  payRules: Rules<PayRule>;
  store: { readonly state: WechatState; save(): void };
  findProduct: (productId: string) => Product | null;
  /** Pays an order and sends the push according to the rule. */
  pay(order: PayOrder, payment: Payment, rule?: Omit<PayRule, 'times'>): Promise<void>;
  /** Pushes the outcome of a refund. */
  pushRefund(order: PayOrder, refund: Refund, delayMs?: number): void;
  /** Call when a function has acknowledged the outbox entry of a push. */
  acknowledged(pushId: string): void;
  export(): WechatState;
  import(state: WechatState): void;
  reset(): void;
};

const lateMs = 60_000;

export function createWechat(options: WechatOptions): Wechat {
  const { now, file, send, deliver } = options;
  const state: WechatState =
    (file === null ? null : readJsonFile(file, WechatState)) ?? emptyState();
  const store = {
    state,
    save: () => (file === null ? undefined : replaceFile(file, JSON.stringify(state))),
  };
  const orders = createOrders(store, now);
  const sessions = createSessions(store, now);
  const keys = createMerchantKeys();
  const apiRules = createRules<ApiRule>();
  const payRules = createRules<PayRule>();

  function remember(order: PayOrder, pushId: string | null): void {
    if (pushId === null) return;
    order.pushes.push(pushId);
    store.save();
  }

  function replace(next: WechatState): void {
    Object.assign(state, structuredClone(next));
    store.save();
  }

  return {
    orders,
    sessions,
    complaints: createComplaints(store, now),
    merchant: createMerchant(store, keys, now, Date.now),
    keys,
    apiRules,
    payRules,
    store,
    findProduct: options.findProduct,
    async pay(order, payment, { push, delayMs, pushFields = {} } = { push: 'once' }) {
      orders.pay(order, payment);
      if (push === 'none') return;
      const message = { ...deliverMessage(order, now()), ...pushFields };
      if (push === 'early') {
        const entry = await deliver(message);
        remember(order, entry?.id ?? null);
        if (entry?.deliveries.at(-1)?.ok === true) orders.provide(order);
        return;
      }
      const wait = push === 'late' ? (delayMs ?? lateMs) : delayMs;
      remember(order, send(message, wait));
      if (push === 'twice') remember(order, send(message, wait));
    },
    pushRefund: (order, refund, delayMs) => void send(refundMessage(order, refund, now()), delayMs),
    acknowledged(pushId) {
      const order = Object.values(state.orders).find(({ pushes }) => pushes.includes(pushId));
      if (order !== undefined) orders.provide(order);
    },
    export: () => state,
    import: replace,
    reset() {
      apiRules.set([]);
      payRules.set([]);
      replace(emptyState());
    },
  };
}
