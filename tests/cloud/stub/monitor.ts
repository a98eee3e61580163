import { environmentMetrics, functionMetrics, Refusal } from './model';
import type { StubEnvironment } from './model';
import { invalid, text } from './tcb';

type Params = Record<string, unknown>;
type Handler = (environment: StubEnvironment, params: Params) => object;

const maxNameLength = 60;

const types = {
  scf_alias: { metrics: functionMetrics, periods: [60, 300] },
  tcb_env: { metrics: environmentMetrics, periods: [300, 3_600, 86_400] },
} as const;

function typeOf(namespace: unknown): (typeof types)[keyof typeof types] {
  if (namespace !== 'scf_alias' && namespace !== 'tcb_env') throw invalid('Namespace');
  return types[namespace];
}

/** The `monitor.tencentcloudapi.com` actions for alarm policies. */
export const monitorActions: Record<string, Handler> = {
  DescribeAllNamespaces(_environment, params) {
    if (params['SceneType'] !== 'ST_ALARM') throw invalid('SceneType');
    return {
      QceNamespacesNew: [
        { Id: 'cvm_device', Name: '云服务器', Value: 'QCE/CVM' },
        { Id: 'scf_alias', Name: '云函数-别名', Value: 'QCE/SCF_V2' },
        { Id: 'tcb_env', Name: '云开发-环境', Value: 'QCE/TCB' },
      ],
    };
  },

  DescribeAlarmMetrics({ metricNames }, { Namespace: namespace }) {
    const { metrics, periods } = typeOf(namespace);
    const found = [...metrics].filter(([name]) => metricNames.has(name));
    return {
      Metrics: found.map(([name, words]) => ({
        ...words,
        MetricName: name,
        Namespace: namespace,
        MetricConfig: { Operator: ['gt'], Period: periods, ContinuePeriod: [1, 2] },
      })),
    };
  },

  DescribeAlarmPolicies({ alarms }, params) {
    const size = Number(params['PageSize'] ?? 20);
    const from = (Number(params['PageNumber'] ?? 1) - 1) * size;
    const wanted = text(params['PolicyName']);
    const found = alarms.filter(({ name }) => name.includes(wanted));
    return {
      TotalCount: found.length,
      Policies: found.slice(from, from + size).map(({ id, name, isEnabled }) => ({
        PolicyId: id,
        PolicyName: name,
        Enable: Number(isEnabled),
      })),
    };
  },

  DescribeAlarmNotices: () => ({ Notices: [{ Id: 'notice-preset', IsPreset: 1 }], TotalCount: 1 }),

  CreateAlarmPolicy({ alarms }, params) {
    const name = text(params['PolicyName']);
    if (name.length > maxNameLength) throw invalid('PolicyName');
    if (alarms.some((alarm) => alarm.name === name)) {
      throw new Refusal('FailedOperation.AlertPolicyCreateFailed', 'the name is taken');
    }
    const condition = params['Condition'] as { Rules?: Params[] };
    const [rule] = condition.Rules ?? [];
    const namespace = text(params['Namespace']);
    const { metrics, periods } = typeOf(namespace);
    const isRule =
      metrics.has(String(rule?.['MetricName'])) &&
      (periods as readonly unknown[]).includes(rule?.['Period']) &&
      typeof rule?.['Value'] === 'string';
    if (!isRule) throw invalid('Condition');
    const id = `policy-${alarms.length + 1}`;
    const noticeIds = params['NoticeIds'] as string[];
    alarms.push({ id, name, namespace, rule, noticeIds, isEnabled: true, objects: [] });
    return { PolicyId: id, OriginId: String(alarms.length) };
  },

  DescribeBindingPolicyObjectList(environment, params) {
    const { objects } = alarmOf(environment, params);
    const from = Number(params['Offset'] ?? 0);
    const page = objects.slice(from, from + Number(params['Limit'] ?? 20));
    return { Total: objects.length, List: page.map((object) => ({ Dimensions: object })) };
  },

  BindingPolicyObject(environment, params) {
    const { objects } = alarmOf(environment, params);
    for (const { Region: region, Dimensions: object } of params['Dimensions'] as Params[]) {
      if (region !== 'ap-shanghai') throw invalid('Region');
      if (!objects.includes(text(object))) objects.push(text(object));
    }
    return {};
  },
};

function alarmOf({ alarms }: StubEnvironment, params: Params) {
  const found = alarms.find(({ id }) => id === params['PolicyId']);
  if (found === undefined) throw new Refusal('ResourceNotFound', 'no such policy');
  return found;
}
