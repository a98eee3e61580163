import type { PlanRepository } from '../../data/quota/plans';
import type { TimerRepository } from '../../data/timers/timers';
import type { WalletArea } from '../../data/wallet/area';
import { orderIdOf } from '../../domain/ids';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import { ChannelError } from '../../domain/wallet/channel';
import type { LoginSession, VirtualPayment } from '../../domain/wallet/channel';
import type { Order, Platform } from '../../domain/wallet/order';
import { snapshotOf } from '../../domain/wallet/package';
import type { CreditPackage } from '../../domain/wallet/package';
import type { Payments } from '../../domain/wallet/payments';
import { nextRun } from '../../domain/wallet/settle';
import { AppError } from '../../error';

export type CreateOrderNeeds = {
  clock: Clock;
  log: Log;
  trace: string;
  wallet: Pick<WalletArea, 'orders' | 'packages'>;
  quota: { plans: Pick<PlanRepository, 'list'> };
  timers: Pick<TimerRepository, 'expectDue'>;
  users: { find(userId: string): Promise<{ id: string } | null> };
  providers: { payments: Payments };
};

export type Tap = {
  userId: string;
  openid: string;
  requestId: string;
  packageId: string;
  priceFen: number;
  code: string;
  platform: Platform | null;
};

/**
 * Handles one tap on pay: stores the order, then signs what the phone needs to pay. A repeated tap finds its order, and signs it
 * again from the snapshot while nothing has been paid.
 */
export async function createOrder(
  tap: Tap,
  needs: CreateOrderNeeds,
): Promise<{ order: Order; payment: VirtualPayment | null }> {
  const { userId, requestId, packageId, priceFen } = tap;
  const { virtual: channel, login } = needs.providers.payments;
  if (channel === null || login === null) throw new AppError('PAYMENT_OFF');
  const orderId = orderIdOf(userId, requestId);
  const [earlier, offer, user] = await Promise.all([
    needs.wallet.orders.find(orderId),
    needs.wallet.packages.findOffer(packageId),
    needs.users.find(userId),
  ]);
  if (user === null) throw new AppError('SIGN_IN_REQUIRED');
  if (earlier !== null) {
    const { package: bought, status } = earlier;
    if (bought.packageId !== packageId || bought.priceFen !== priceFen) {
      throw new AppError('REQUEST_REUSED');
    }
    if (status !== 'created' || earlier.env !== channel.env) {
      return { order: earlier, payment: null };
    }
  } else {
    await requireOffer(offer, priceFen, needs);
  }
  const session = await logIn(tap, needs);
  const order = earlier ?? (await store(tap, orderId, offer, channel.env, needs));
  if (order.package.packageId !== packageId || order.package.priceFen !== priceFen) {
    throw new AppError('REQUEST_REUSED');
  }
  if (!channel.sells(order.package.kind)) throw new AppError('PAYMENT_OFF');
  return { order, payment: await channel.prepare(order, session) };
}

async function requireOffer(
  offer: CreditPackage | null,
  priceFen: number,
  { quota }: CreateOrderNeeds,
): Promise<void> {
  if (offer === null) throw new AppError('NOT_FOUND');
  if (offer.priceFen !== priceFen) {
    throw new AppError('PRICE_CHANGED', { details: { priceFen: offer.priceFen } });
  }
  if (offer.kind !== 'membership') return;
  const plan = (await quota.plans.list()).find(({ id }) => id === offer.planId);
  if (plan === undefined) throw new AppError('NOT_FOUND');
}

/** The session key signs only this answer and is never stored. */
async function logIn(
  { code, openid }: Tap,
  { log, providers }: CreateOrderNeeds,
): Promise<LoginSession> {
  let session: LoginSession | null;
  try {
    session = (await providers.payments.login?.(code)) ?? null;
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw new AppError('PAYMENT_UNAVAILABLE', { cause: error });
  }
  if (session === null) throw new AppError('LOGIN_CODE_REFUSED');
  if (session.openid !== openid) {
    log.warn('login code of another user');
    throw new AppError('LOGIN_CODE_REFUSED');
  }
  return session;
}

async function store(
  { userId, openid, platform }: Tap,
  orderId: string,
  offer: CreditPackage | null,
  env: Order['env'],
  { clock, timers, trace, wallet }: CreateOrderNeeds,
): Promise<Order> {
  if (offer === null) throw new AppError('NOT_FOUND');
  const now = clock.now();
  const nextQueryAt = nextRun(now);
  await timers.expectDue(nextQueryAt);
  return wallet.orders.create(
    {
      ...{ id: orderId, userId, openid, package: snapshotOf(offer), channel: 'virtual', env },
      ...{ platform, trace, status: 'created', wxOrderId: null },
      ...{ orderFee: null, paidFee: null, couponFee: null },
      ...{ paidAt: null, creditedAt: null, closedAt: null },
      ...{ refundedFen: 0, returnedCredits: 0, returnedDays: 0, shortfallCredits: 0 },
      ...{ refundId: null, isDelivered: false, review: null, nextQueryAt },
      ...{ queriedAt: new Date(0), createdAt: now, version: 1 },
    },
    now,
  );
}
