import type { Cost } from './measure';
import { peakHourShare, pictureSeconds, smallPlan } from './plans';

export const daysPerMonth = 30;
/** MB of a picture with its list picture: a PNG of 1024 × 1024 as vendors send them. */
export const pictureMb = 1.6;
/** How often a picture is loaded, by its owner and others. */
export const viewsPerPicture = 3;
/** Every invocation that waits for no vendor, start and network of the real platform included. */
export const callSeconds = 0.3;
export const functionGb = 0.5;
export const prices = {
  pictureFen: 6,
  fittingFen: 20,
  /** The largest package for calls: 2 500 yuan for 100 million. */
  callsPerYuan: 100_000_000 / 2_500,
  storageYuanPerGb: 0.69,
  trafficYuanPerGb: 0.21,
  originYuanPerGb: 0.15,
  functionYuanPerGbSecond: 0.000_111_08,
};

const painting = 'aiGenerate.generate';
const total = (costs: readonly Cost[], of: (cost: Cost) => number) =>
  costs.reduce((sum, cost) => sum + cost.perDay * of(cost), 0);

/** One user's day. */
export type Day = {
  invocations: number;
  /** Calls behind them. */
  platform: number;
  pictures: number;
  fittings: number;
  /** Seconds of functions. */
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

/** Requests on the database in an average second of the busiest hour. */
export function peakQps(costs: readonly Cost[], users: number): number {
  return (users * total(costs, ({ database }) => database) * peakHourShare) / 3_600;
}

/** Invocations at once of the function that is busiest with waiting: arrivals by how long one takes. */
export function peakAtOnce(costs: readonly Cost[], users: number): number {
  const seconds = total(costs, (cost) => (cost.action === painting ? pictureSeconds : 0));
  return (users * seconds * peakHourShare) / 3_600;
}

/** A month of so many daily users. */
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

/** What the platform is paid, without the plan itself. */
export function platformYuan(month: Month): number {
  return month.callsYuan + month.functionYuan + month.storageYuan + month.trafficYuan;
}

/** Daily users at whom an average second of the busiest hour reaches a limit, or a month the calls. */
export function firstLimits(costs: readonly Cost[]) {
  const day = dayOf(costs);
  return {
    calls: Math.floor(smallPlan.callsPerMonth / daysPerMonth / (day.invocations + day.platform)),
    qps: Math.floor((1_000 * smallPlan.qps) / peakQps(costs, 1_000)),
    concurrency: Math.floor((1_000 * smallPlan.concurrency) / peakAtOnce(costs, 1_000)),
  };
}
