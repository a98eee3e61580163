import { peakHourShare, smallPlan } from './measure';
import type { Cost, Measured } from './measure';

const scales = [1_000, 100_000, 10_000_000];
const daysPerMonth = 30;
/** Bytes of a picture with its list picture: a PNG of 1024 × 1024 as vendors send them. */
const pictureMb = 1.6;
/** How often a picture is loaded, by its owner and others. */
const viewsPerPicture = 3;
const picturePriceFen = 6;
const fittingPriceFen = 20;
/** The largest package for calls: 2 500 yuan for 100 million. */
const callsPerYuan = 100_000_000 / 2_500;
const yuanPerGb = 0.69;

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const total = (costs: readonly Cost[], of: (cost: Cost) => number) =>
  costs.reduce((sum, cost) => sum + cost.perDay * of(cost), 0);

type Day = { invocations: number; platform: number; pictures: number; fittings: number };

export function dayOf(costs: readonly Cost[]): Day {
  const perDay = (action: string) => costs.find((cost) => cost.action === action)?.perDay ?? 0;
  return {
    invocations: total(costs, ({ invocations }) => invocations),
    platform: total(costs, ({ database, openapi, storage }) => database + openapi + storage),
    pictures: perDay('aiGenerate.generate'),
    fittings: perDay('fitting.generate'),
  };
}

/** Requests on the database in a second of the busiest hour. */
export function peakQps(costs: readonly Cost[], users: number): number {
  return (users * total(costs, ({ database }) => database) * peakHourShare) / 3_600;
}

/** Invocations at once: arrivals by how long one takes. */
export function peakAtOnce(costs: readonly Cost[], users: number, pictureSeconds = 12): number {
  const seconds = total(costs, ({ action, ms }) =>
    action === 'aiGenerate.generate' ? pictureSeconds : Math.max(0.2, ms / 1_000),
  );
  return (users * seconds * peakHourShare) / 3_600;
}

/** docs/capacity.md, whole. */
export function toCapacity({ costs, peak }: Measured): string {
  const day = dayOf(costs);
  const perScale = scales.map((users) => {
    const calls = users * daysPerMonth * (day.invocations + day.platform);
    const pictures = users * daysPerMonth * (day.pictures + day.fittings);
    const gb = (pictures * pictureMb) / 1_000;
    const fen =
      users * daysPerMonth * (day.pictures * picturePriceFen + day.fittings * fittingPriceFen);
    return {
      users,
      invocations: users * daysPerMonth * day.invocations,
      calls,
      gb,
      trafficGb: gb * viewsPerPicture,
      callsYuan: Math.max(0, calls - smallPlan.callsPerMonth) / callsPerYuan,
      storageYuan: gb * yuanPerGb,
      vendorYuan: fen / 100,
      qps: peakQps(costs, users),
      atOnce: peakAtOnce(costs, users),
    };
  });
  const row = (what: string, of: (scale: (typeof perScale)[number]) => number) =>
    `| ${what} | ${perScale.map((scale) => number.format(of(scale))).join(' | ')} |`;
  return `# Capacity

Written by \`npm run capacity\`; do not edit. Calls are measured on the local cloud, everything else is arithmetic on them and on the
figures under "Sources". What an operator has bought stands in the console and decides.

## What an action asks of the platform

| action | a day, each user | database | storage | WeChat | vendor |
| --- | --- | --- | --- | --- | --- |
${costs.map(({ action, database, http, openapi, perDay, storage }) => `| ${action} | ${perDay} | ${database} | ${storage} | ${openapi} | ${http} |`).join('\n')}

A user's day is ${number.format(day.invocations)} invocations and ${number.format(day.platform)} calls behind them. The shares of a day are assumptions; change them in \`tests/capacity/measure.ts\`.
Without users a month costs at most 95 000 calls (\`tests/functions/idle-month.test.ts\`).

## A month, by daily users

| | ${perScale.map(({ users }) => number.format(users)).join(' | ')} |
| --- | --- | --- | --- |
${[
  row('invocations', ({ invocations }) => invocations),
  row('calls, where the platform counts those of functions as well', ({ calls }) => calls),
  row('new pictures, GB', ({ gb }) => gb),
  row('traffic, GB', ({ trafficGb }) => trafficGb),
  row('calls beyond the small plan, yuan', ({ callsYuan }) => callsYuan),
  row('storage of this month, yuan each month', ({ storageYuan }) => storageYuan),
  row('vendors, yuan', ({ vendorYuan }) => vendorYuan),
  row('database requests a second, busiest hour', ({ qps }) => qps),
  row('functions at once, busiest hour', ({ atOnce }) => atOnce),
].join('\n')}

The busiest hour has ${peakHourShare * 100} % of a day. Vendors are the bill: everything else is ${number.format((((perScale[2]?.callsYuan ?? 0) + (perScale[2]?.storageYuan ?? 0)) / (perScale[2]?.vendorYuan ?? 1)) * 100)} % of it at ten million users.

## What breaks first, and what is then done

| daily users | limit | what is done |
| --- | --- | --- |
| ${number.format(Math.floor(smallPlan.callsPerMonth / daysPerMonth / (day.invocations + day.platform)))} | calls of the small plan, ${number.format(smallPlan.callsPerMonth)} a month | 超限按量 or a package of calls; without it the environment stops |
| ${number.format(Math.floor((1_000 * smallPlan.qps) / peakQps(costs, 1_000)))} | database requests, ${smallPlan.qps} a second | a larger plan; then fewer watches: pages poll as they do where a watch is refused |
| ${number.format(Math.floor((1_000 * smallPlan.concurrency) / peakAtOnce(costs, 1_000)))} | functions at once, ${smallPlan.concurrency} for one function | a plan with 1 000; a refused call is told as busy and may be repeated by its request id |
| vendor's own limit | pictures at once and a minute | \`maxConcurrent\` and \`perMinute\` of each row of \`api_configs\` queue the rest; a second vendor |
| 100 000 | connections of watches, by plan | watches on the task page alone, polls elsewhere |
| 1 000 000 | one database | a dedicated one; \`task_jobs.shard\` divides the queue into sixteen |
| 10 000 000 | one environment | environments by user: an id decides. Options and prices are seeded into each; invitations and shared works cross them and need a lookup of their own |

Rows that only diagnoses read leave the database by month (\`archives\`). Money rows and works stay: at ten million users ${number.format((10_000_000 * daysPerMonth * (day.pictures + day.fittings)) / 1e9)} billion works a month, which is what the division by user is for. The limits of the last three rows are estimates: nobody has measured them on the real platform.

## The evening of ${number.format(peak.users)} users, played

${number.format(peak.invocations)} invocations in ${peak.seconds} s on the local cloud, every fourth a picture, pictures at once from the stub: at most ${number.format(peak.maxDatabasePerSecond)} database requests in a second (the small plan has ${smallPlan.qps}; arithmetic on the average says ${number.format(peakQps(costs, peak.users))}), at most ${peak.maxAtOnce} functions at once (${smallPlan.concurrency}), 95 % within ${peak.p95Ms} ms, ${peak.refused} refused. The limits are compared, not enforced: the local cloud refuses nobody for a rate.

## Sources

- 200 000 calls a month: cloud.tencent.com/document/api/876/133103. Whether calls of functions on the database count is unconfirmed; the table has both.
- 30 database requests a second, 20 connections, 20 at once for one function, 2 GB: developers.weixin.qq.com/miniprogram/en/dev/wxcloud/basis/concepts/quota.html (the base plan; CloudBase itself says 1 000 instances for a function).
- Packages: 10, 50, 100 million calls for 400, 1 500, 2 500 yuan, 100 GB for 69 yuan a month: developers.weixin.qq.com/minigame/dev/wxcloud/billing/package.md.
- CogView-4 0.06 yuan a picture (docs.bigmodel.cn), 试衣 0.20 yuan (help.aliyun.com). Traffic has no price here: it differs by plan and was not confirmed.
- Not in the table: what \`tick\` and \`push\` do for a task after its admission, and what watches cost. Pictures of ${pictureMb} MB with their list picture and ${viewsPerPicture} loads of each are assumptions, as is a picture that takes 12 s.
`;
}
