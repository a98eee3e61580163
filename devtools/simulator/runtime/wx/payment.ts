import { askPayment } from '../phone/payment-sheet';
import type { Bill } from '../phone/payment-sheet';
import { settings } from '../phone/settings';
import { api, ApiFailure } from './api';
import type { Api } from './api';
import { requestCloud } from './cloud-transport';

type Refusal = { ok: false; errCode: number; errMsg: string };
type Opened = { ok: true; outTradeNo: string } & Bill;

/** Opens the sheet if WeChat's server allows it, and reports the outcome to the server. */
async function pay(path: string, request: object, title: string): Promise<void> {
  const opened = await requestCloud<Opened | Refusal>(path, request);
  if (!opened.ok) throw failureOf(opened);
  const end = await askPayment(title, opened);
  const answer = await requestCloud<{ ok: true } | Refusal>(`${path}/${opened.outTradeNo}`, end);
  if (!answer.ok) throw failureOf(answer);
}

function failureOf({ errCode, errMsg }: Refusal): ApiFailure {
  return new ApiFailure(errMsg, { errCode });
}

const requestVirtualPayment = api('requestVirtualPayment', (request: Record<string, unknown>) => {
  const { signData, mode, paySig, signature } = request;
  const { platform } = settings;
  return pay(
    '/local/client/virtual-payment',
    { platform, request: { signData, mode, paySig, signature } },
    platform === 'ios' ? 'Apple 内购' : '微信虚拟支付',
  );
});

/** Login at WeChat, and its payment sheets. */
export const paymentApis = {
  login: api('login', async () => requestCloud<{ code: string }>('/local/code', {})),
  /** Supports callbacks only: as on a phone, it never returns a promise. */
  requestVirtualPayment: ((options = {}) =>
    requestVirtualPayment({ fail: () => undefined, ...options })) satisfies Api,
  requestPayment: api('requestPayment', (request: Record<string, unknown>) => {
    const { timeStamp, nonceStr, package: prepared, signType, paySign } = request;
    const given = { timeStamp, nonceStr, package: prepared, signType, paySign };
    return pay('/local/client/payment', given, '微信支付');
  }),
};
