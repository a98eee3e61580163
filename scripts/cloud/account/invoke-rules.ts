import { z } from 'zod';
import { AdminError } from '../../admin/errors';
import type { CloudApi } from '../api';

const InvokeRules = z.record(z.string(), z.object({ invoke: z.union([z.boolean(), z.string()]) }));
/** Whether phones may call a function, by its name; `*` stands for all functions not listed. */
export type InvokeRules = z.output<typeof InvokeRules>;

const Permissions = z.object({
  Data: z.object({
    PermissionList: z.array(z.object({ SecurityRule: z.string().nullish() })).nullish(),
  }),
});

export function openInvokeRules(api: CloudApi, envId: string) {
  return {
    /** Null when the environment does not define rules. */
    async readRules(): Promise<InvokeRules | null> {
      const params = { EnvId: envId, ResourceType: 'function' };
      const reply = await api.call('tcb', 'DescribeResourcePermission', params, Permissions);
      const rule = reply.Data.PermissionList?.[0]?.SecurityRule ?? '';
      return rule === '' ? null : parseRules(rule);
    },

    async writeRules(rules: InvokeRules): Promise<void> {
      const params = {
        EnvId: envId,
        ResourceType: 'function',
        Permission: 'CUSTOM',
        SecurityRule: JSON.stringify(rules),
      };
      await api.call('tcb', 'ModifyResourcePermission', params, z.object({}));
    },
  };
}

function parseRules(rule: string): InvokeRules {
  try {
    return InvokeRules.parse(JSON.parse(rule));
  } catch {
    throw new AdminError(
      '环境里的函数调用权限读不懂：在控制台「云函数 → 权限控制」改成一段合法的 JSON（不要注释），或删掉它，再运行一次。',
    );
  }
}
