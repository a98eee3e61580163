import { z } from 'zod';
import { fixedWaits, retry } from '../../../cloudfunctions/shared/data/core/retry';
import { AdminError } from '../../admin/errors';
import { ApiError } from '../api';
import type { CloudApi } from '../api';
import type { Environment } from './environment';
import { openInvokeRules } from './invoke-rules';

export type Trigger = { name: string; cron: string };
/** A function as deployed. The values of its variables are secrets. */
export type DeployedFunction = {
  runtime: string;
  timeoutSeconds: number;
  memoryMb: number;
  description: string;
  variables: Record<string, string>;
  triggers: Trigger[];
};
export type FunctionSettings = Pick<
  DeployedFunction,
  'timeoutSeconds' | 'memoryMb' | 'description' | 'variables'
>;
const pageSize = 100;
const Nothing = z.object({});
const Page = z.object({
  Functions: z.array(z.object({ FunctionName: z.string() })).nullish(),
  TotalCount: z.number(),
});
const Detail = z.object({
  Runtime: z.string(),
  Timeout: z.number(),
  MemorySize: z.number(),
  Status: z.string(),
  StatusDesc: z.string().nullish(),
  Description: z.string().nullish(),
  Environment: z
    .object({ Variables: z.array(z.object({ Key: z.string(), Value: z.string() })).nullish() })
    .nullish(),
  Triggers: z
    .array(z.object({ TriggerName: z.string(), TriggerDesc: z.string(), Type: z.string() }))
    .nullish(),
});
const Invocation = z.object({
  Result: z.object({
    RetMsg: z.string().nullish(),
    ErrMsg: z.string().nullish(),
    InvokeResult: z.number(),
  }),
});
/** After a change a function accepts no other until it is `Active` again. */
const untilActive = fixedWaits(...Array<number>(60).fill(1_000));

/** The cloud functions of an environment. The runtime is set at creation and cannot be changed. */
export type FunctionsAccount = ReturnType<typeof openFunctions>;

export function openFunctions(api: CloudApi, { envId, namespace, log }: Environment) {
  const of = (name: string) => ({ FunctionName: name, Namespace: namespace });

  const find = async (name: string): Promise<z.output<typeof Detail> | null> => {
    try {
      return await api.call('scf', 'GetFunction', { ...of(name), ShowCode: 'FALSE' }, Detail);
    } catch (error) {
      if (error instanceof ApiError && error.code.startsWith('ResourceNotFound')) return null;
      throw error;
    }
  };

  const waitUntilActive = (name: string): Promise<void> =>
    retry(api.clock, { ...untilActive, isRetryable: isBusy }, async () => {
      const found = await find(name);
      if (found === null || /^(Creating|Updating|Publishing)$/.test(found.Status))
        throw new Busy(name);
      if (found.Status === 'Active') return;
      throw new AdminError(
        `函数 ${name} 的状态是 ${found.Status}：${found.StatusDesc ?? ''}。在控制台查看原因，或删除它再运行一次。`,
      );
    });

  return {
    async list(): Promise<string[]> {
      const names: string[] = [];
      for (let total = 1; names.length < total;) {
        const params = {
          EnvId: envId,
          Namespace: namespace,
          Limit: pageSize,
          Offset: names.length,
        };
        const page = await api.call('tcb', 'ListFunctions', params, Page);
        const found = page.Functions ?? [];
        names.push(...found.map(({ FunctionName: name }) => name));
        total = found.length === 0 ? 0 : page.TotalCount;
      }
      return names;
    },

    async find(name: string): Promise<DeployedFunction | null> {
      const found = await find(name);
      if (found === null) return null;
      const variables = found.Environment?.Variables ?? [];
      return {
        runtime: found.Runtime,
        timeoutSeconds: found.Timeout,
        memoryMb: found.MemorySize,
        description: found.Description ?? '',
        variables: Object.fromEntries(variables.map(({ Key: key, Value: value }) => [key, value])),
        triggers: (found.Triggers ?? [])
          .filter(({ Type: type }) => type === 'timer')
          .map((trigger) => ({ name: trigger.TriggerName, cron: cronOf(trigger.TriggerDesc) })),
      };
    },

    /** The bundle contains everything that the function needs, so the cloud installs no dependencies. */
    async create(
      name: string,
      runtime: string,
      zip: Uint8Array,
      settings: FunctionSettings,
    ): Promise<void> {
      const params = {
        ...of(name),
        ...toParams(settings),
        ...(log ?? {}),
        Runtime: runtime,
        Handler: 'index.main',
        InstallDependency: 'FALSE',
        Code: { ZipFile: Buffer.from(zip).toString('base64') },
        // The values that the CloudBase SDK uses to create functions.
        Role: 'TCB_QcsRole',
        Stamp: 'MINI_QCBASE',
      };
      try {
        await api.call('scf', 'CreateFunction', params, Nothing);
      } catch (error) {
        // An earlier attempt has created it, and its reply was lost.
        if (!(error instanceof ApiError) || !error.code.startsWith('ResourceInUse')) throw error;
      }
      await waitUntilActive(name);
    },

    async updateCode(name: string, zip: Uint8Array): Promise<void> {
      await waitUntilActive(name);
      const params = {
        ...of(name),
        Handler: 'index.main',
        InstallDependency: 'FALSE',
        Code: { ZipFile: Buffer.from(zip).toString('base64') },
      };
      await api.call('scf', 'UpdateFunctionCode', params, Nothing);
      await waitUntilActive(name);
    },

    /** Replaces all variables: the platform removes those that are not sent. */
    async updateSettings(name: string, settings: FunctionSettings): Promise<void> {
      await waitUntilActive(name);
      const params = { ...of(name), ...toParams(settings) };
      await api.call('scf', 'UpdateFunctionConfiguration', params, Nothing);
      await waitUntilActive(name);
    },

    async createTrigger(name: string, { name: triggerName, cron }: Trigger): Promise<void> {
      await waitUntilActive(name);
      const triggers = [{ TriggerName: triggerName, Type: 'timer', TriggerDesc: cron }];
      const params = { ...of(name), Triggers: JSON.stringify(triggers), Count: triggers.length };
      try {
        await api.call('scf', 'BatchCreateTrigger', params, Nothing);
      } catch (error) {
        if (!(error instanceof ApiError) || !error.code.startsWith('ResourceInUse')) throw error;
      }
    },

    async deleteTrigger(name: string, triggerName: string): Promise<void> {
      const params = { ...of(name), TriggerName: triggerName, Type: 'timer' };
      try {
        await api.call('scf', 'DeleteTrigger', params, Nothing);
      } catch (error) {
        if (!(error instanceof ApiError) || !error.code.startsWith('ResourceNotFound')) throw error;
      }
    },

    /** The function's reply to an event that comes from neither a phone nor a timer. */
    async invoke(name: string, event: object): Promise<unknown> {
      const params = { ...of(name), ClientContext: JSON.stringify(event) };
      const { Result: result } = await api.call('scf', 'Invoke', params, Invocation);
      if (result.InvokeResult !== 0) {
        throw new AdminError(`函数 ${name} 运行失败：${result.ErrMsg ?? '没有说明'}`);
      }
      return JSON.parse(result.RetMsg ?? 'null');
    },

    ...openInvokeRules(api, envId),
  };
}

class Busy extends Error {
  constructor(name: string) {
    super(`函数 ${name} 一分钟后仍在更新：稍后再运行一次`);
  }
}

function isBusy(error: unknown): boolean {
  return error instanceof Busy;
}

function toParams({ timeoutSeconds, memoryMb, description, variables }: FunctionSettings) {
  const list = Object.entries(variables).map(([Key, Value]) => ({ Key, Value }));
  return {
    Timeout: timeoutSeconds,
    MemorySize: memoryMb,
    Description: description,
    Environment: { Variables: list },
  };
}

/** The API accepts a bare expression but returns `{"cron":"…"}`. */
function cronOf(text: string): string {
  const Cron = z.object({ cron: z.string() });
  try {
    return Cron.parse(JSON.parse(text)).cron;
  } catch {
    return text;
  }
}
