import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAccount } from './account';
import { openDataPlane } from './data-plane';

/**
 * A Tencent Cloud account on this machine, to try the operator's commands by hand: `npx tsx tests/cloud/stub/start.ts`, then,
 * in another shell, the line that it prints. It holds one clean environment and forgets everything at Ctrl+C.
 */
async function main(): Promise<void> {
  const account = await startAccount();
  account.dataPlane = await openDataPlane(account.environment);
  const folder = mkdtempSync(join(tmpdir(), 'stub-account-'));
  const authority = join(folder, 'authority.pem');
  const uploadKey = join(folder, 'upload.key');
  const settings = join(folder, 'env.sh');
  writeFileSync(authority, account.certificate.cert);
  writeFileSync(uploadKey, account.wechat.uploadKey, { mode: 0o600 });
  const variables = {
    NODE_EXTRA_CA_CERTS: authority,
    HTTPS_PROXY: account.proxyUrl,
    TENCENTCLOUD_SECRETID: account.keys.secretId,
    TENCENTCLOUD_SECRETKEY: account.keys.secretKey,
    ZHIPU_API_KEY: 'id.secret-of-the-provider',
    WECHAT_APPID: account.wechat.appid,
    WECHAT_UPLOAD_KEY: uploadKey,
  };
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
  writeFileSync(settings, lines.join(''));
  console.log(`A clean environment ${account.environment.envId} is ready. In another shell:`);
  console.log(`  . ${settings}`);
  console.log(`  npm run doctor -- --env ${account.environment.envId}`);
  process.once('SIGINT', () => {
    rmSync(folder, { recursive: true });
    void account.close().then(() => process.exit(0));
  });
}

void main();
