import { z } from 'zod';
import { AdminError } from '../../admin/errors';
import { ApiError } from '../api';
import type { CloudApi } from '../api';

const Resource = z.object({ InstanceId: z.string() });
const Reply = z.object({
  EnvInfo: z.object({
    EnvBaseInfo: z.object({
      EnvId: z.string().optional(),
      Alias: z.string().nullish(),
      Status: z.string().nullish(),
      PackageName: z.string().nullish(),
      Databases: z.array(Resource).nullish(),
      Storages: z.array(z.object({ Bucket: z.string(), Region: z.string() })).nullish(),
      Functions: z.array(z.object({ Namespace: z.string() })).nullish(),
      LogServices: z.array(z.object({ LogsetId: z.string(), TopicId: z.string() })).nullish(),
      IsAutoDegrade: z.boolean().nullish(),
      Meta: z.array(z.object({ Key: z.string(), Value: z.string() })).nullish(),
    }),
  }),
});

/** What the account knows about one environment. */
export type Environment = {
  envId: string;
  alias: string;
  packageName: string;
  databaseId: string;
  bucket: string;
  bucketRegion: string;
  namespace: string;
  log: { ClsLogsetId: string; ClsTopicId: string } | null;
  /** Whether the platform uses its newer policy engine instead of the rules of functions. */
  hasPolicyEngine: boolean;
};

export async function readEnvironment(api: CloudApi): Promise<Environment> {
  const { EnvBaseInfo: found } = await describe(api);
  if (found.EnvId !== api.envId) throw notFound(api.envId);
  if (found.Status !== 'NORMAL') {
    throw new AdminError(
      `环境 ${api.envId} 的状态是 ${found.Status ?? '未知'}，不是 NORMAL：在云开发控制台恢复后再试。`,
    );
  }
  const [database] = found.Databases ?? [];
  const [storage] = found.Storages ?? [];
  if (database === undefined || storage === undefined) {
    throw new AdminError(
      `环境 ${api.envId} 还没有数据库或云存储：在云开发控制台打开「数据库」和「存储」各一次，等开通完成。`,
    );
  }
  const [log] = found.LogServices ?? [];
  return {
    envId: api.envId,
    alias: found.Alias ?? '',
    packageName: found.PackageName ?? '',
    databaseId: database.InstanceId,
    bucket: storage.Bucket,
    bucketRegion: storage.Region,
    namespace: found.Functions?.[0]?.Namespace ?? api.envId,
    log: log === undefined ? null : { ClsLogsetId: log.LogsetId, ClsTopicId: log.TopicId },
    hasPolicyEngine: (found.Meta ?? []).some(
      ({ Key: key, Value: value }) => key === 'authz_engine' && value === 'opa',
    ),
  };
}

/** Describes the environment that a command works on, for the first line of its output. */
export function describeEnvironment({ envId, alias, packageName }: Environment): string {
  const words = [alias, packageName].filter((word) => word !== '').join('，');
  return words === '' ? `环境 ${envId}` : `环境 ${envId}（${words}）`;
}

async function describe(api: CloudApi): Promise<z.output<typeof Reply>['EnvInfo']> {
  try {
    const reply = await api.call('tcb', 'DescribeEnvInfo', { EnvId: api.envId }, Reply);
    return reply.EnvInfo;
  } catch (error) {
    const isMissing =
      error instanceof ApiError && /^(ResourceNotFound|InvalidParameter)/.test(error.code);
    throw isMissing ? notFound(api.envId) : error;
  }
}

function notFound(envId: string): AdminError {
  return new AdminError(
    `这个账号里没有环境 ${envId}：在云开发控制台「设置 → 环境 ID」复制完整的 ID（形如 prod-1a2b3c），并确认密钥属于同一个账号。`,
  );
}
