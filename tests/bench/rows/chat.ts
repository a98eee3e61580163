import { randomUUID } from 'node:crypto';
import type { Bench, BenchCloud } from '../bench';
import type { Document } from '../client';
import { isWithin, milliseconds, times } from '../row';
import type { Result, Row } from '../row';
import { interleave, median } from '../statistics';
import { enterConventional, enterProduct } from '../users';

const flat = { atMost: 1.3 };
const faster = { atLeast: 50 };
const fewCalls = { atMost: 15 };
const answerCharacters = 200;
const openid = 'bench-chat';
const batch = 5000;
const monthlyAp = 1_000_000;

type Pair = { messages: number; product: BenchCloud; conventional: BenchCloud };
type SamplePair = { ours: number; theirs: number };

/**
 * Reading the quota, and a whole message with an instant provider, in a month with few and with many messages. The
 * conventional build stores one record per message and sums them.
 */
export const chat: Row = {
  name: 'chat',
  measure: (bench) => {
    const [few, many] = bench.isQuick ? [100, 20_000] : [1000, 300_000];
    return withPair(bench, few, (small) =>
      withPair(bench, many, async (large) => [
        ...(await compare(bench, 'quota query', small, large, askQuota)),
        ...(await compare(bench, 'a message: check, hold, answer, settle', small, large, send)),
        await againstAdding(bench, large),
        await countCalls(large),
      ]),
    );
  },
};

function withPair<Outcome>(
  bench: Bench,
  messages: number,
  use: (pair: Pair) => Promise<Outcome>,
): Promise<Outcome> {
  return bench.withClouds({ providerLatencyMs: 0 }, async ({ product, conventional }) => {
    await fillProduct(product, messages);
    await fillConventional(conventional, messages);
    return use({ messages, product, conventional });
  });
}

async function fillProduct(cloud: BenchCloud, messages: number): Promise<void> {
  const userId = await enterProduct(cloud, openid);
  const now = new Date();
  await cloud.put('user_subscriptions', [
    {
      ...{ _id: userId, userId, planId: null, status: 'none', version: 1, isSynced: true },
      customQuotas: { chat_ap_monthly: { value: monthlyAp } },
    },
  ]);
  // The first question creates the row; then the messages of the month are written into it and next to it.
  await send(cloud);
  const { docs } = await cloud.find('chat_quotas', { _id: userId });
  await cloud.put('chat_quotas', [
    { ...docs[0], monthlyUsed: messages, totalUsed: messages, todayUsed: messages },
  ]);
  await fill(cloud, 'chat_usage_logs', messages, (n) => ({
    ...{ _id: `bench_${n}`, _openid: openid, userId, sessionId: 'bench', membershipLevel: 'free' },
    ...{ tokensUsed: 200, apUsed: 1, createdAt: now },
  }));
}

async function fillConventional(cloud: BenchCloud, messages: number): Promise<void> {
  await enterConventional(cloud, openid);
  await cloud.put('ap_records', []);
  await cloud.declareIndex('ap_records', { name: 'balance', fields: ['openid', '-createdAt'] });
  const now = new Date();
  await fill(cloud, 'ap_records', messages, (n) => ({
    ...{ _id: `bench_${n}`, openid, type: 'consume', amount: -1, createdAt: now },
  }));
}

async function fill(
  cloud: BenchCloud,
  collection: string,
  count: number,
  row: (n: number) => Document,
): Promise<void> {
  for (let start = 0; start < count; start += batch) {
    const length = Math.min(batch, count - start);
    const rows = Array.from({ length }, (_, index) => row(start + index));
    await cloud.put(collection, rows);
  }
}

const askQuota = (cloud: BenchCloud) => cloud.time('chat', 'getQuota', {}, openid);
const askQuotaAdded = (cloud: BenchCloud) => cloud.time('chat', 'getQuotaAdded', {}, openid);
const send = (cloud: BenchCloud) =>
  cloud.time('chat', 'send', { messageId: randomUUID(), text: '想画一张安静的中秋' }, openid);

async function compare(
  bench: Bench,
  what: string,
  small: Pair,
  large: Pair,
  measure: (cloud: BenchCloud) => Promise<number>,
): Promise<Result[]> {
  const rounds = bench.isQuick ? 3 : 30;
  // In the conventional build each question reads the whole month, so a few rounds are enough.
  const slowRounds = 3;
  const sampled = async ({ product, conventional }: Pair, theirRounds: number) => {
    const { ours } = await interleave({ ours: () => measure(product) }, { rounds, warmUp: 5 });
    const { theirs } = await interleave(
      { theirs: () => measure(conventional) },
      { rounds: theirRounds, warmUp: 1 },
    );
    return { ours: median(ours), theirs: median(theirs) };
  };
  const few: SamplePair = await sampled(small, rounds);
  const many: SamplePair = await sampled(large, slowRounds);
  const gain = many.theirs / many.ours;
  const growth = many.ours / few.ours;
  const size = large.messages.toLocaleString('en');
  const note = `medians of ${rounds} calls, ${slowRounds} of the conventional build, which reads the month's records a thousand a page; with ${small.messages.toLocaleString('en')} it takes ${milliseconds(few.theirs)}`;
  return [
    {
      what: `${what}, ${size} messages in the month`,
      ours: milliseconds(many.ours),
      baseline: `conventional ${milliseconds(many.theirs)}`,
      ratio: times(gain),
      target: `≥ ${faster.atLeast}×`,
      isMet: isWithin(gain, faster),
      note,
    },
    {
      what: `${what}, ${small.messages.toLocaleString('en')} · ${size} messages`,
      ours: `${milliseconds(few.ours)} · ${milliseconds(many.ours)}`,
      baseline: `${small.messages.toLocaleString('en')} messages`,
      ratio: times(growth),
      target: `flat, ≤ ${times(flat.atMost)}`,
      isMet: isWithin(growth, flat),
    },
  ];
}

/** Compares with the cheapest variant of the conventional scheme, in which the database adds up in one call. */
async function againstAdding(
  bench: Bench,
  { messages, product, conventional }: Pair,
): Promise<Result> {
  const rounds = bench.isQuick ? 5 : 30;
  const { ours, theirs } = await interleave(
    { ours: () => askQuota(product), theirs: () => askQuotaAdded(conventional) },
    { rounds, warmUp: 3 },
  );
  return {
    what: `quota query, ${messages.toLocaleString('en')} messages, against an addition in the database`,
    ours: milliseconds(median(ours)),
    baseline: `conventional ${milliseconds(median(theirs))}`,
    ratio: times(median(theirs) / median(ours)),
    target: '',
    isMet: true,
    note: `one aggregate over the index; medians of ${rounds} each by turns. For comparison: no target was set against it`,
  };
}

/** Counts the database calls of a message, which do not depend on the size of the month. */
async function countCalls({ product, conventional }: Pair): Promise<Result> {
  const text = `想画一张安静的中秋 [stub:characters=${answerCharacters}]`;
  const data = () => ({ messageId: randomUUID(), text });
  const ours = (await product.invoke('chat', 'send', data(), openid)).calls;
  const theirs = (await conventional.invoke('chat', 'send', data(), openid)).calls;
  return {
    what: `database calls of a chat answer of ${answerCharacters} characters`,
    ours: String(ours.database),
    baseline: `conventional ${theirs.database}`,
    ratio: '',
    target: `≤ ${fewCalls.atMost}`,
    isMet: isWithin(ours.database, fewCalls),
    note: `and ${ours.openapi} moderation, ${ours.http} http; a hold, an answer that streams through its row, and a settlement that charges only what was answered, against a sum and an insert`,
  };
}
