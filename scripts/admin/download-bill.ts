import type { Database } from '../../cloudfunctions/shared/data/core/database';
import type { Clock } from '../../cloudfunctions/shared/domain/time/clock';
import { ChannelError } from '../../cloudfunctions/shared/domain/wallet/channel';
import { openXpay } from '../../cloudfunctions/shared/payments';
import { readVariables } from '../cloud/variables';
import { AdminError } from './errors';

const timeoutMs = 30_000;

/** Requests the bill of a range of days from WeChat and downloads it, with the credentials that functions use. */
export async function downloadBill(
  database: Database,
  clock: Clock,
  { from, to }: { from: string; to: string },
): Promise<string> {
  const xpay = openXpay(readVariables(), database, clock, () => undefined);
  if (xpay === null) {
    throw new AdminError(
      '下载账单需要 WECHAT_APPID、WECHAT_APP_SECRET、XPAY_OFFER_ID、XPAY_APP_KEY、XPAY_ENV：写进 .env 或 shell；也可以在微信后台下载后用 --bill <文件>',
    );
  }
  let url: string | null;
  try {
    url = await xpay.billUrl(from, to);
  } catch (error) {
    if (!(error instanceof ChannelError)) throw error;
    throw new AdminError(`微信没有给出账单：${error.code}`);
  }
  if (url === null) throw new AdminError('微信正在生成账单，请几分钟后再运行一次');
  const response = await fetch(url, { signal: AbortSignal.timeout(timeoutMs) });
  if (!response.ok) throw new AdminError(`账单没有下载成功：HTTP ${response.status}`);
  return response.text();
}
