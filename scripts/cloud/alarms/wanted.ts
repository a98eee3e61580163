import type { Metric, MetricType } from '../account/alarms';
import type { Variables } from '../variables';

/** Describes an alarm in words; the platform's names for its policy type and metric are looked up. */
export type WantedAlarm = {
  /** The name of the policy; the environment is appended. */
  title: string;
  /** Watches each function, or the environment as a whole. */
  target: 'functions' | 'environment';
  isMetricType: (type: MetricType) => boolean;
  isMetric: (metric: Metric) => boolean;
  /** Chooses one of the periods that the metric offers. */
  choosePeriod: (periodsSeconds: number[]) => number;
  /** A larger value within one period raises the alarm; null when the unit is unknown. */
  threshold: (periodSeconds: number, unit: string) => number | null;
};

const monthSeconds = 30 * 24 * 60 * 60;
/** Included in the smallest plan; variables specify a larger one. */
const defaults = { monthlyCalls: 200_000, storageMb: 5 * 1024 };
const warnAt = 0.8;
/** At twice the even pace, a month's quota is used up by mid-month. */
const fastPace = 2;

const isFunctionType = ({ namespace, product }: MetricType) =>
  namespace === 'scf_alias' || /^qce\/scf/i.test(product);
const isEnvironmentType = ({ product, label }: MetricType) =>
  /^qce\/tcb/i.test(product) || /云开发|cloudbase/i.test(label);
const named =
  (...names: RegExp[]) =>
  ({ name, label }: Metric) =>
    names.some((pattern) => pattern.test(name) || pattern.test(label));

const fiveMinutes = (periods: number[]): number =>
  periods.includes(300) ? 300 : shortest(periods);
const shortest = (periods: number[]): number => Math.min(...periods, 300);
const longest = (periods: number[]): number => Math.max(...periods, 300);

export function readWantedAlarms(variables: Variables): WantedAlarm[] {
  const monthlyCalls = readNumber(variables, 'ALARM_MONTHLY_CALLS', defaults.monthlyCalls);
  const storageMb = readNumber(variables, 'ALARM_STORAGE_MB', defaults.storageMb);
  return [
    {
      title: '云函数出错',
      target: 'functions',
      isMetricType: isFunctionType,
      isMetric: named(/^(Error|FunctionError)$/, /^错误次数|运行错误$/),
      choosePeriod: fiveMinutes,
      threshold: () => 5,
    },
    {
      title: '云函数超时',
      target: 'functions',
      isMetricType: isFunctionType,
      isMetric: named(/^(Http433|FunctionTimeout)$/, /超时/),
      choosePeriod: fiveMinutes,
      threshold: () => 3,
    },
    {
      title: 'QPS 过高',
      target: 'environment',
      isMetricType: isEnvironmentType,
      isMetric: named(/^EnvQPSAll$/, /环境总\s*QPS/),
      choosePeriod: shortest,
      // The smallest plan serves 500 calls per second.
      threshold: () => 400,
    },
    {
      title: '调用次数用得太快',
      target: 'environment',
      isMetricType: isEnvironmentType,
      isMetric: named(/^ApiCountSummary$/, /API\s*总?调用(总?量|次数)/),
      choosePeriod: longest,
      threshold: (periodSeconds) =>
        Math.ceil((monthlyCalls * fastPace * periodSeconds) / monthSeconds),
    },
    {
      title: '存储将满',
      target: 'environment',
      isMetricType: isEnvironmentType,
      isMetric: named(/^CapacitySummary$/, /^(总|存储)?容量/),
      choosePeriod: longest,
      threshold: (_periodSeconds, unit) => toUnit(storageMb * warnAt, unit),
    },
  ];
}

const unitsPerMb: Readonly<Record<string, number>> = {
  b: 1024 * 1024,
  byte: 1024 * 1024,
  bytes: 1024 * 1024,
  kb: 1024,
  mb: 1,
  gb: 1 / 1024,
};

function toUnit(megabytes: number, unit: string): number | null {
  const factor = unitsPerMb[unit.toLowerCase()];
  return factor === undefined ? null : Math.ceil(megabytes * factor);
}

function readNumber(variables: Variables, name: string, fallback: number): number {
  const value = Number(variables[name] ?? '');
  return Number.isFinite(value) && value > 0 ? value : fallback;
}
