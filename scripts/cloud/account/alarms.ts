import { z } from 'zod';
import type { CloudApi } from '../api';

/** A metric that alarms of a policy type can watch, with the observability platform's names. */
export type Metric = { name: string; label: string; unit: string; periodsSeconds: number[] };
export type MetricType = { namespace: string; label: string; product: string };
export type AlarmPolicy = { id: string; name: string; isEnabled: boolean };
export type AlarmRule = {
  metricName: string;
  periodSeconds: number;
  threshold: number;
  noticeSeconds: number;
};
/** What a policy watches, by the dimensions of its type, e.g. `{ functionName: 'login' }`. */
export type AlarmObject = Readonly<Record<string, string>>;

const pageSize = 100;
const shared = { Module: 'monitor' };
const type = 'MT_QCE';

const Namespaces = z.object({
  QceNamespacesNew: z
    .array(z.object({ Id: z.string(), Name: z.string().nullish(), Value: z.string().nullish() }))
    .nullish(),
});
const Metrics = z.object({
  Metrics: z
    .array(
      z.object({
        MetricName: z.string(),
        Description: z.string().nullish(),
        Unit: z.string().nullish(),
        MetricConfig: z.object({ Period: z.array(z.number()).nullish() }).nullish(),
      }),
    )
    .nullish(),
});
const Policies = z.object({
  TotalCount: z.number(),
  Policies: z
    .array(z.object({ PolicyId: z.string(), PolicyName: z.string(), Enable: z.number().nullish() }))
    .nullish(),
});
const Notices = z.object({
  Notices: z.array(z.object({ Id: z.string(), IsPreset: z.number().nullish() })).nullish(),
});
const Objects = z.object({
  Total: z.number(),
  List: z.array(z.object({ Dimensions: z.string() })).nullish(),
});
const Created = z.object({ PolicyId: z.string() });

/** Alarm policies of the observability platform. We create and bind policies but never change or delete them. */
export type AlarmsAccount = ReturnType<typeof openAlarms>;

export function openAlarms(api: CloudApi, region: string) {
  const call = <Reply extends z.ZodType>(action: string, params: object, reply: Reply) =>
    api.call('monitor', action, { ...shared, ...params }, reply);

  /** Policies whose names contain the text. */
  const findPolicies = async (name: string): Promise<AlarmPolicy[]> => {
    const policies: AlarmPolicy[] = [];
    for (let page = 1, total = 1; policies.length < total; page += 1) {
      const params = { PageNumber: page, PageSize: pageSize, PolicyName: name };
      const reply = await call('DescribeAlarmPolicies', params, Policies);
      const found = reply.Policies ?? [];
      policies.push(
        ...found.map(({ PolicyId, PolicyName, Enable }) => ({
          id: PolicyId,
          name: PolicyName,
          isEnabled: Enable !== 0,
        })),
      );
      total = found.length === 0 ? 0 : reply.TotalCount;
    }
    return policies;
  };

  return {
    /** The policy types; only the platform lists them, no document does. */
    async listMetricTypes(): Promise<MetricType[]> {
      const params = { SceneType: 'ST_ALARM', MonitorTypes: [type] };
      const { QceNamespacesNew: found } = await call('DescribeAllNamespaces', params, Namespaces);
      return (found ?? []).map(({ Id, Name, Value }) => ({
        namespace: Id,
        label: Name ?? '',
        product: Value ?? '',
      }));
    },

    async listMetrics(namespace: string): Promise<Metric[]> {
      const params = { MonitorType: type, Namespace: namespace };
      const { Metrics: found } = await call('DescribeAlarmMetrics', params, Metrics);
      return (found ?? []).map((metric) => ({
        name: metric.MetricName,
        label: metric.Description ?? '',
        unit: metric.Unit ?? '',
        periodsSeconds: metric.MetricConfig?.Period ?? [],
      }));
    },

    findPolicies,

    /** The notice template that the platform provides by default, which notifies the account's owner. */
    async findPresetNotice(): Promise<string | null> {
      const params = { PageNumber: 1, PageSize: pageSize, Order: 'ASC' };
      const { Notices: found } = await call('DescribeAlarmNotices', params, Notices);
      return found?.find(({ IsPreset }) => IsPreset === 1)?.Id ?? null;
    },

    /** Looks the policy up before every attempt: after a lost reply the platform would create a second one of that name. */
    createPolicy(
      name: string,
      namespace: string,
      { metricName, periodSeconds, threshold, noticeSeconds }: AlarmRule,
      noticeIds: string[],
    ): Promise<string> {
      const rule = {
        MetricName: metricName,
        Period: periodSeconds,
        Operator: 'gt',
        Value: String(threshold),
        ContinuePeriod: 1,
        NoticeFrequency: noticeSeconds,
        IsPowerNotice: 0,
      };
      const params = {
        PolicyName: name,
        MonitorType: type,
        Namespace: namespace,
        Enable: 1,
        ProjectId: 0,
        // 0 means that any of the rules suffices.
        Condition: { IsUnionRule: 0, Rules: [rule] },
        NoticeIds: noticeIds,
      };
      return api.retried(async () => {
        const standing = (await findPolicies(name)).find((policy) => policy.name === name);
        if (standing !== undefined) return standing.id;
        const all = { ...shared, ...params };
        return (await api.callOnce('monitor', 'CreateAlarmPolicy', all, Created)).PolicyId;
      });
    },

    async listObjects(policyId: string): Promise<AlarmObject[]> {
      const objects: AlarmObject[] = [];
      for (let total = 1; objects.length < total;) {
        const params = { GroupId: 0, PolicyId: policyId, Limit: pageSize, Offset: objects.length };
        const reply = await call('DescribeBindingPolicyObjectList', params, Objects);
        const found = reply.List ?? [];
        objects.push(...found.map(({ Dimensions: text }) => toObject(text)));
        total = found.length === 0 ? 0 : reply.Total;
      }
      return objects;
    },

    async bindObjects(policyId: string, objects: readonly AlarmObject[]): Promise<void> {
      const dimensions = objects.map((object) => ({
        Region: region,
        Dimensions: JSON.stringify(object),
      }));
      const params = { GroupId: 0, PolicyId: policyId, Dimensions: dimensions };
      await call('BindingPolicyObject', params, z.object({}));
    },
  };
}

function toObject(text: string): AlarmObject {
  return z.record(z.string(), z.coerce.string()).parse(JSON.parse(text));
}
