import { randomUUID } from 'node:crypto';
import { createWechat } from '../../../devtools/providers/wechat/wechat';
import type { Wechat } from '../../../devtools/providers/wechat/wechat';
import { startWechatServer } from '../../../devtools/providers/wechat/server';
import type { BenchCloud } from '../bench';
import { isWithin } from '../row';
import type { Result, Row } from '../row';
import { median } from '../statistics';
import { enterProduct } from '../users';

const buyer = 'bench-buyer';
const admin = 'bench-admin';
const product = { packageId: 'credits_60', priceFen: 600 };
const delayMs = 150;
/** Long enough to hide reads that run while the channel answers, as with any provider. */
const channelMs = 1000;
const samplesPerSide = 5;
const events = 20;

/**
 * The cost of settling a paid order, in sequential database calls, derived from their effect as in `depth.ts`: every call is
 * delayed by the same time. The calls that `getOrder` needs for an order already credited are subtracted.
 */
export const wallet: Row = {
  name: 'wallet',
  async measure(bench) {
    const wechat = createWechat({
      ...{ now: Date.now, file: null, send: () => null, deliver: () => Promise.resolve(null) },
      findProduct: () => null,
    });
    const server = await startWechatServer(wechat, Date.now, { latencyMs: channelMs });
    try {
      return await bench.withEnvironment(
        server.environment({ hasPayment: true }),
        async (cloud) => {
          await enterProduct(cloud, buyer);
          await enterProduct(cloud, admin, { userType: 'admin' });
          return [await countSettle(cloud, wechat), await countStory(cloud, wechat)];
        },
      );
    } finally {
      await server.close();
    }
  },
};

async function countSettle(cloud: BenchCloud, wechat: Wechat): Promise<Result> {
  // The first ones also fetch the access token and create the row that pages watch.
  await settle(cloud, await buy(cloud, wechat));
  const times = { plain: [] as number[], delayed: [] as number[], read: [] as number[] };
  const plainReads: number[] = [];
  let calls = 0;
  for (let round = 0; round < samplesPerSide; round += 1) {
    const plain = await buy(cloud, wechat);
    const slow = await buy(cloud, wechat);
    times.plain.push(await settle(cloud, plain));
    plainReads.push(await settle(cloud, plain));
    await cloud.setFaults([{ service: 'database', fault: 'delay', delayMs }]);
    times.delayed.push(await settle(cloud, slow));
    times.read.push(await settle(cloud, slow));
    await cloud.clearFaults();
  }
  const counted = await buy(cloud, wechat);
  calls = (await cloud.invoke('payment', 'getOrder', { orderId: counted }, buyer)).calls.database;
  const whole = (median(times.delayed) - median(times.plain)) / delayMs;
  const reading = (median(times.read) - median(plainReads)) / delayMs;
  const depth = whole - reading;
  return {
    what: 'sequential cloud calls of settling a paid order',
    ours: depth.toFixed(0),
    baseline: '',
    ratio: '',
    target: '≤ 6',
    isMet: isWithin(Math.round(depth), { atMost: 6 }),
    note: `measured ${depth.toFixed(2)}: ${whole.toFixed(2)} of getOrder without the ${reading.toFixed(2)} that it takes for a credited order; in all ${calls} database calls of getOrder, some of them while the channel is asked (${channelMs} ms); one transaction with balance, overview, ledger, order and event`,
  };
}

async function countStory(cloud: BenchCloud, wechat: Wechat): Promise<Result> {
  const orderId = await buy(cloud, wechat);
  await settle(cloud, orderId);
  const { docs } = await cloud.find('payment_events', { orderId });
  const [event] = docs;
  await cloud.put(
    'payment_events',
    Array.from({ length: events - docs.length }, (_, index) => ({
      ...{ ...event, _id: `query:${orderId}:${index}`, orderId },
    })),
  );
  await cloud.ask('payment', 'getOrderStory', { orderId }, admin);
  const { calls, result } = await cloud.invoke('payment', 'getOrderStory', { orderId }, admin);
  const told = (result?.data?.['events'] as unknown[] | undefined)?.length ?? 0;
  return {
    what: `queries of the story of an order with ${told} events`,
    ours: String(calls.database),
    baseline: '',
    ratio: '',
    target: '≤ 3',
    isMet: told === events && isWithin(calls.database, { atMost: 3 }),
    note: 'the right of the reader, and the order with events, refunds, proposals and ledger in one aggregation',
  };
}

/** An order that is paid at WeChat but not settled. */
async function buy(cloud: BenchCloud, wechat: Wechat): Promise<string> {
  const input = { ...product, requestId: randomUUID(), code: wechat.sessions.login(buyer) };
  const { order } = await cloud.ask('payment', 'createOrder', input, buyer);
  const { orderId } = order as { orderId: string };
  const paid = wechat.orders.create({
    ...{ outTradeNo: orderId, openid: buyer, env: 0, platform: 'android', quantity: 1 },
    ...{ productId: product.packageId, goodsPrice: product.priceFen, attach: orderId },
  });
  wechat.orders.pay(paid, {});
  return orderId;
}

const settle = (cloud: BenchCloud, orderId: string): Promise<number> =>
  cloud.time('payment', 'getOrder', { orderId }, buyer);
