import {
  callSeconds,
  dayOf,
  firstLimits,
  functionGb,
  monthOf,
  peakAtOnce,
  peakQps,
  pictureMb,
  platformYuan,
  prices,
  viewsPerPicture,
} from './arithmetic';
import type { Month } from './arithmetic';
import type { Evening } from './evening';
import type { Cost, Measurements } from './measure';
import { databaseMs, peakHourShare, pictureSeconds, smallPlan } from './plans';

const scales = [1_000, 100_000, 10_000_000];
const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const show = (value: number) => number.format(value);

/** The complete text of docs/capacity.md. */
export function toCapacity({ costs, evenings }: Measurements): string {
  return [
    '# Capacity',
    `Written by \`npm run capacity\`; do not edit. Calls are measured on the local cloud, everything else is arithmetic on them and on the
figures under "Sources". What an operator has bought stands in the console and decides.`,
    actionsPart(costs),
    monthsPart(scales.map((users) => monthOf(costs, users))),
    limitsPart(costs),
    eveningsPart(costs, evenings),
    sourcesPart(),
  ].join('\n\n');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function actionsPart(costs: readonly Cost[]): string {
  const day = dayOf(costs);
  const head = [
    'action',
    'a day, each user',
    'invocations',
    'database',
    'storage',
    'WeChat',
    'vendor',
  ];
  const rows = costs.map(({ action, perDay, ...cost }) => [
    action,
    ...[perDay, cost.invocations, cost.database, cost.storage, cost.openapi, cost.http].map(String),
  ]);
  return `## What an action asks of the platform

${table(head, rows)}

A user's day is ${show(day.invocations)} invocations and ${show(day.platform)} calls behind them. The shares of a day are assumptions; change them in \`tests/capacity/measure.ts\`.
The last two rows are what the timer and the pushes of WeChat do for an order after its answer, until nothing is left to do.
Without users a month costs at most 95 000 calls (\`tests/functions/idle-month.test.ts\`).`;
}

function monthsPart(months: readonly Month[]): string {
  const row = (what: string, of: (month: Month) => number) => [
    what,
    ...months.map((month) => show(of(month))),
  ];
  const last = months[months.length - 1];
  const share = last === undefined ? 0 : (platformYuan(last) / last.vendorYuan) * 100;
  const rows = [
    row('invocations', ({ invocations }) => invocations),
    row('calls, where the platform counts those of functions as well', ({ calls }) => calls),
    row('new pictures, GB', ({ gb }) => gb),
    row('traffic, GB', ({ trafficGb }) => trafficGb),
    row('calls beyond the small plan, yuan', ({ callsYuan }) => callsYuan),
    row('time of functions, yuan', ({ functionYuan }) => functionYuan),
    row('storage of this month, yuan each month', ({ storageYuan }) => storageYuan),
    row('traffic, yuan', ({ trafficYuan }) => trafficYuan),
    row('vendors, yuan', ({ vendorYuan }) => vendorYuan),
    row('all, yuan', (month) => platformYuan(month) + month.vendorYuan),
    row('database requests in a second of the busiest hour, on average', ({ qps }) => qps),
    row('`aiGenerate` at once in the busiest hour, on average', ({ atOnce }) => atOnce),
  ];
  return `## A month, by daily users

${table(['', ...months.map(({ users }) => show(users))], rows)}

The busiest hour has ${peakHourShare * 100} % of a day. Vendors are the bill: the platform is ${show(share)} % of theirs at ${show(last?.users ?? 0)} users.`;
}

function limitsPart(costs: readonly Cost[]): string {
  const { calls, concurrency, qps } = firstLimits(costs);
  const { fittings, pictures } = dayOf(costs);
  const works = (10_000_000 * 30 * (pictures + fittings)) / 1e9;
  const rows = [
    [
      show(calls),
      `calls of the small plan, ${show(smallPlan.callsPerMonth)} a month`,
      '超限按量 or a package of calls; without it the environment stops',
    ],
    [
      show(qps),
      `database requests, ${smallPlan.qps} a second`,
      'a larger plan; then fewer watches: pages poll as they do where a watch is refused',
    ],
    [
      show(concurrency),
      `functions at once, ${smallPlan.concurrency} for one function`,
      'a plan with 1 000; a refused call is told as an uncertain one and is repeated by its request id',
    ],
    [
      "vendor's own limit",
      'pictures at once and a minute',
      '`maxConcurrent` and `perMinute` of each row of `api_configs` queue the rest; a second vendor',
    ],
    [
      '100 000',
      'connections of watches, by plan',
      'watches on the task page alone, polls elsewhere',
    ],
    [
      '1 000 000',
      'one database',
      'a dedicated one; `task_jobs.shard` divides the queue into sixteen',
    ],
    [
      '10 000 000',
      'one environment',
      'environments by user: an id decides. Options and prices are seeded into each; invitations and shared works cross them and need a lookup of their own',
    ],
  ];
  return `## What breaks first, and what is then done

${table(['daily users', 'limit', 'what is done'], rows)}

Users come at random: the busiest second reaches a limit long before the average one does; see the next part.
Rows that only diagnoses read leave the database by month (\`archives\`). Money rows and works stay: at ten million users ${show(works)} billion works a month, which is what the division by user is for. The limits of the last three rows are estimates: nobody has measured them on the real platform.`;
}

function eveningsPart(costs: readonly Cost[], evenings: readonly Evening[]): string {
  const head = [
    'daily users',
    'calls of people in a minute',
    'database a second: average by arithmetic',
    'busiest second played',
    'requests refused for the rate',
    'for connections',
    '`aiGenerate` at once: by arithmetic',
    'most of one function played',
    'invocations refused',
    'calls that people saw fail',
    '95 % within, ms',
  ];
  const rows = evenings.map(({ calls, failed, p95Ms, plan, users }) => [
    show(users),
    String(calls),
    show(peakQps(costs, users)),
    String(plan.database.maxPerSecond),
    `${plan.database.refusedForRate} of ${plan.database.requests}`,
    String(plan.database.refusedForConnections),
    show(peakAtOnce(costs, users)),
    String(plan.functions.maxAtOnce),
    String(plan.functions.refused),
    String(failed),
    String(p95Ms),
  ]);
  return `## Evenings, played on the small plan

A minute of the busiest hour on the local cloud, which refuses what is beyond the small plan as the platform does: ${smallPlan.qps} database requests in any second (-501003), ${smallPlan.connections} connections and ${smallPlan.concurrency} invocations of one function (-501004). People come at random, with the shares of the first table; a database request takes ${databaseMs} ms, a picture ${pictureSeconds} s.

${table(head, rows)}

${verdictOf(costs, evenings)}`;
}

function verdictOf(costs: readonly Cost[], evenings: readonly Evening[]): string {
  const [first] = evenings;
  if (first === undefined) return 'None was played.';
  const { database, functions } = first.plan;
  const isWithin =
    database.refusedForRate + database.refusedForConnections + functions.refused === 0;
  const average = show(peakQps(costs, first.users));
  const standing = `${show(first.users)} users ask ${average} times a second on average and ${database.maxPerSecond} times in the busiest second, of ${smallPlan.qps}`;
  const outcome = isWithin
    ? 'the small plan is enough for their evening, whatever its calls a month cost'
    : `the small plan refuses ${database.refusedForRate + database.refusedForConnections} requests, which are asked again within five seconds, and ${first.failed} calls fail`;
  const last = evenings.filter(({ failed, calls }) => failed <= calls / 100).at(-1);
  const end =
    last === undefined
      ? 'More than one call of a hundred fails in each of these evenings.'
      : `Up to ${show(last.users)} users no more than one call of a hundred fails; beyond that the next plan is due.`;
  return `${standing}: ${outcome}. ${end}`;
}

function sourcesPart(): string {
  return `## Sources

- 200 000 calls a month: cloud.tencent.com/document/api/876/133103. Whether calls of functions on the database count is unconfirmed; the table has both.
- 30 database requests a second, 20 connections, 20 at once for one function, 2 GB: developers.weixin.qq.com/miniprogram/en/dev/wxcloud/basis/concepts/quota.html (the base plan; CloudBase's own price list has 500 requests a second for its smallest plan, and 1 000 instances for a function).
- Packages: 10, 50, 100 million calls for 400, 1 500, 2 500 yuan, 100 GB for 69 yuan a month: developers.weixin.qq.com/minigame/dev/wxcloud/billing/package.md.
- Traffic ${prices.trafficYuanPerGb} yuan a GB and once ${prices.originYuanPerGb} for each new GB behind it, functions ${prices.functionYuanPerGbSecond} yuan a GB and second: CloudBase's price list as of 2022 (github.com/tencentyun/qcloud-documents, 云开发 / 购买指南 / 价格文档). Nothing that a plan includes is subtracted.
- CogView-4 0.06 yuan a picture (docs.bigmodel.cn), 试衣 0.20 yuan (help.aliyun.com).
- Not in the tables: what watches cost. Pictures of ${pictureMb} MB with their list picture and ${viewsPerPicture} loads of each, a picture that takes ${pictureSeconds} s, ${callSeconds} s for every other invocation and ${functionGb} GB for each are assumptions.
`;
}
