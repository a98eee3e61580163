import { AdminError } from '../admin/errors';
import type { Variables } from './variables';

export type Credentials = { secretId: string; secretKey: string; token?: string };

/** The keys of the account that owns the environment. */
export function readCredentials(variables: Variables, envId: string): Credentials {
  refuseProductionInTests(variables, envId);
  const {
    TENCENTCLOUD_SECRETID: secretId = '',
    TENCENTCLOUD_SECRETKEY: secretKey = '',
    TENCENTCLOUD_SESSIONTOKEN: token = '',
  } = variables;
  const missing = [
    ...(secretId === '' ? ['TENCENTCLOUD_SECRETID'] : []),
    ...(secretKey === '' ? ['TENCENTCLOUD_SECRETKEY'] : []),
  ];
  if (missing.length > 0) {
    throw new AdminError(
      `访问环境 ${envId} 缺少 ${missing.join('、')}：在腾讯云控制台「访问管理 → API 密钥管理」取得，写进 .env 或 shell 环境变量。`,
    );
  }
  return { secretId, secretKey, ...(token === '' ? {} : { token }) };
}

/** The region and proxy for every connection to the account. */
export function readRoute(variables: Variables): { region: string; proxy: string } {
  return {
    region: variables['TENCENTCLOUD_REGION'] ?? 'ap-shanghai',
    proxy: variables['HTTPS_PROXY'] ?? variables['https_proxy'] ?? '',
  };
}

/** Tests set NODE_ENV; a mistake in a test must not reach a real environment. */
function refuseProductionInTests(variables: Variables, envId: string): void {
  if (variables['NODE_ENV'] === 'test' && !envId.startsWith('test-')) {
    throw new AdminError(`测试里只能使用 test- 开头的环境 ID，不能是 ${envId}`);
  }
}
