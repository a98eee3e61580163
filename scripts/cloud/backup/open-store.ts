import { AdminError } from '../../admin/errors';
import { openAccount } from '../account/account';
import { openApi } from '../api';
import type { Operator } from '../operator';
import { toRowStore } from './account-store';
import { openLocalStore } from './local-store';
import type { RowStore } from './row-store';

/** The environment named by `--env`, otherwise the local cloud, as in the other tools. */
export async function openRowStore(
  operator: Operator,
  { env, local }: { env?: string | undefined; local?: boolean | undefined },
): Promise<RowStore> {
  if (env === undefined) return openLocalStore();
  if (local === true) throw new AdminError('--env 与 --local 只能写一个');
  if (env === '') throw new AdminError('--env 需要环境 ID，例如 --env prod-1a2b3c');
  return toRowStore(await openAccount(openApi(operator, env)));
}
