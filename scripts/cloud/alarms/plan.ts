import { AdminError } from '../../admin/errors';
import type { Account } from '../account/account';
import type { AlarmObject, AlarmPolicy, Metric, MetricType } from '../account/alarms';
import type { Change, Drift, Plan } from '../change';
import { messageOf } from '../operator';
import type { Variables } from '../variables';
import { readWantedAlarms } from './wanted';
import type { WantedAlarm } from './wanted';

const hourSeconds = 3_600;

export type AlarmSubjects = {
  /** Functions to watch. They include functions not yet deployed, which are created first. */
  functionNames: string[];
  /** Whether missing policies are created. */
  mayCreate: boolean;
};

/**
 * Missing alarm policies, and objects that existing ones do not watch yet. An existing policy belongs to the operator:
 * its threshold and receivers are left unchanged.
 */
export async function planAlarms(
  account: Account,
  variables: Variables,
  subjects: AlarmSubjects,
): Promise<Plan> {
  try {
    return await plan(account, variables, subjects);
  } catch (error) {
    if (!(error instanceof AdminError)) throw error;
    const remedy =
      '数据与函数不受影响；给密钥加上「云监控」权限（QcloudMonitorFullAccess）后再运行一次。';
    return noChange({ drift: [{ subject: '告警', problem: messageOf(error), remedy }] });
  }
}

async function plan(
  account: Account,
  variables: Variables,
  subjects: AlarmSubjects,
): Promise<Plan> {
  const { alarms, environment } = account;
  const { envId } = environment;
  const standing = await alarms.findPolicies(envId);
  const types = await alarms.listMetricTypes();
  const notice = variables['ALARM_NOTICE_ID'] ?? '';
  const noticeId = notice === '' ? await alarms.findPresetNotice() : notice;
  const metricsOf = new Map<string, Metric[]>();
  const changes: Change[] = [];
  const notes: string[] = [];
  for (const wanted of readWantedAlarms(variables)) {
    const name = `${wanted.title} ${envId}`;
    const objects = objectsOf(account, wanted, subjects);
    const policy = standing.find((other) => other.name === name);
    if (policy !== undefined) {
      if (!policy.isEnabled) notes.push(`告警「${wanted.title}」在控制台被停用，保持不动`);
      changes.push(...(await planBinding(account, wanted.title, policy, objects)));
      continue;
    }
    if (!subjects.mayCreate) continue;
    const found = await findMetric(account, types, metricsOf, wanted);
    const rule = found === null ? null : toRule(wanted, found.metric);
    if (found === null || rule === null) {
      notes.push(
        `告警「${wanted.title}」建不了：平台没有给出这个指标，请在控制台「云监控 → 告警管理」手工建立`,
      );
      continue;
    }
    const create = async () => {
      const noticeIds = noticeId === null ? [] : [noticeId];
      const id = await alarms.createPolicy(name, found.namespace, rule, noticeIds);
      if (objects.length > 0) await alarms.bindObjects(id, objects);
    };
    const lines = [`+ ${wanted.title}（${describe(rule, found.metric)}）`];
    changes.push({ subject: '告警', lines, apply: create });
  }
  if (noticeId === null && changes.length > 0) {
    notes.push('没有告警通知模板：告警只在控制台可见。建好模板后把它的 ID 写进 ALARM_NOTICE_ID');
  }
  return { changes, drift: [], notes };
}

async function planBinding(
  { alarms }: Account,
  title: string,
  policy: AlarmPolicy,
  objects: AlarmObject[],
): Promise<Change[]> {
  const bound = await alarms.listObjects(policy.id);
  const missing = objects.filter((object) => !bound.some((other) => covers(other, object)));
  if (missing.length === 0) return [];
  const names = missing.map((object) => object['functionName'] ?? '环境');
  const apply = () => alarms.bindObjects(policy.id, missing);
  return [{ subject: '告警', lines: [`+ ${title} 也看 ${names.join('、')}`], apply }];
}

/** Whether the bound object has all the dimensions of the wanted one; the platform may add more. */
function covers(bound: AlarmObject, wanted: AlarmObject): boolean {
  return Object.entries(wanted).every(([key, value]) => bound[key] === value);
}

function objectsOf(
  { environment }: Account,
  { target }: WantedAlarm,
  { functionNames }: AlarmSubjects,
): AlarmObject[] {
  if (target === 'environment') return [{ envId: environment.envId }];
  return functionNames.map((functionName) => ({
    functionName,
    namespace: environment.namespace,
    alias: '$LATEST',
  }));
}

type FoundMetric = { namespace: string; metric: Metric };

async function findMetric(
  { alarms }: Account,
  types: MetricType[],
  known: Map<string, Metric[]>,
  { isMetricType, isMetric }: WantedAlarm,
): Promise<FoundMetric | null> {
  for (const { namespace } of types.filter(isMetricType)) {
    const metrics = known.get(namespace) ?? (await alarms.listMetrics(namespace));
    known.set(namespace, metrics);
    const metric = metrics.find(isMetric);
    if (metric !== undefined) return { namespace, metric };
  }
  return null;
}

type Rule = Parameters<Account['alarms']['createPolicy']>[2];

function toRule({ choosePeriod, threshold }: WantedAlarm, metric: Metric): Rule | null {
  const periodSeconds = choosePeriod(metric.periodsSeconds);
  const value = threshold(periodSeconds, metric.unit);
  if (value === null) return null;
  return { metricName: metric.name, periodSeconds, threshold: value, noticeSeconds: hourSeconds };
}

function describe({ periodSeconds, threshold }: Rule, { label, name, unit }: Metric): string {
  const period =
    periodSeconds >= hourSeconds
      ? `${periodSeconds / hourSeconds} 小时`
      : `${periodSeconds / 60} 分钟`;
  return `${label === '' ? name : label}，${period}超过 ${threshold} ${unit}`.trim();
}

function noChange({ drift = [] }: { drift?: Drift[] }): Plan {
  return { changes: [], drift, notes: [] };
}
