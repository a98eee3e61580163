import type { Cost } from './measure';
import { peakHourShare, pictureSeconds, smallPlan } from './plans';

export const daysPerMonth = 30;
/** The size in MB of a picture (a PNG of 1024 × 1024, as vendors send them) and its thumbnail. */
export const pictureMb = 1.6;
/** How often a picture is downloaded, by its owner and others. */
export const viewsPerPicture = 3;
/** The duration of an invocation that waits for no vendor, including start and network on the real platform. */
export const callSeconds = 0.3;
export const functionGb = 0.5;
export const prices = {
  pictureFen: 6,
  fittingFen: 20,
  /** The largest package of calls: 2 500 yuan for 100 million. */
  callsPerYuan: 100_000_000 / 2_500,
  storageYuanPerGb: 0.69,
  trafficYuanPerGb: 0.21,
  originYuanPerGb: 0.15,
  functionYuanPerGbSecond: 0.000_111_08,
};

const painting = 'aiGenerate.generate';
const total = (costs: readonly Cost[], of: (cost: Cost) => number) =>
  costs.reduce((sum, cost) => sum + cost.perDay * of(cost), 0);

/** The consumption of one user per day. */
export type Day = {
  invocations: number;
  /** Calls to the platform made by these invocations. */
  platform: number;
  pictures: number;
  fittings: number;
  /** The run time of functions. */
  seconds: number;
};

export function dayOf(costs: readonly Cost[]): Day {
  const perDay = (action: string) => costs.find((cost) => cost.action === action)?.perDay ?? 0;
  return {
    invocations: total(costs, ({ invocations }) => invocations),
    platform: total(costs, ({ database, openapi, storage }) => database + openapi + storage),
    pictures: perDay(painting),
    fittings: perDay('fitting.generate'),
    seconds: total(costs, secondsOf),
  };
}

function secondsOf({ action, invocations }: Cost): number {
  return action === painting ? pictureSeconds : invocations * callSeconds;
}

/** Database requests per second, averaged over the busiest hour. */
export function peakQps(costs: readonly Cost[], users: number): number {
  return (users * total(costs, ({ database }) => database) * peakHourShare) / 3_600;
}

/** Concurrent invocations of the function that waits longest: arrival rate times duration. */
export function peakAtOnce(costs: readonly Cost[], users: number): number {
  const seconds = total(costs, (cost) => (cost.action === painting ? pictureSeconds : 0));
  return (users * seconds * peakHourShare) / 3_600;
}

/** The consumption and cost of a month with this many daily users. */
export type Month = ReturnType<typeof monthOf>;

export function monthOf(costs: readonly Cost[], users: number) {
  const day = dayOf(costs);
  const days = users * daysPerMonth;
  const calls = days * (day.invocations + day.platform);
  const gb = (days * (day.pictures + day.fittings) * pictureMb) / 1_000;
  const trafficGb = gb * viewsPerPicture;
  const vendorYuan =
    (days * (day.pictures * prices.pictureFen + day.fittings * prices.fittingFen)) / 100;
  return {
    ...{ users, invocations: days * day.invocations, calls, gb, trafficGb, vendorYuan },
    callsYuan: Math.max(0, calls - smallPlan.callsPerMonth) / prices.callsPerYuan,
    functionYuan: days * day.seconds * functionGb * prices.functionYuanPerGbSecond,
    storageYuan: gb * prices.storageYuanPerGb,
    trafficYuan: trafficGb * prices.trafficYuanPerGb + gb * prices.originYuanPerGb,
    qps: peakQps(costs, users),
    atOnce: peakAtOnce(costs, users),
  };
}

/** The platform's usage charges, without the price of the plan. */
export function platformYuan(month: Month): number {
  return month.callsYuan + month.functionYuan + month.storageYuan + month.trafficYuan;
}

/**
 * The number of daily users at which each limit of the small plan is reached: averaged over the busiest hour, or for
 * calls over the month.
 */
export function firstLimits(costs: readonly Cost[]) {
  const day = dayOf(costs);
  return {
    calls: Math.floor(smallPlan.callsPerMonth / daysPerMonth / (day.invocations + day.platform)),
    qps: Math.floor((1_000 * smallPlan.qps) / peakQps(costs, 1_000)),
    concurrency: Math.floor((1_000 * smallPlan.concurrency) / peakAtOnce(costs, 1_000)),
  };
}
