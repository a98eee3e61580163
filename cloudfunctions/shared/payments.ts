import * as z from 'zod';
import type { Database } from './data/core/database';
import type { OnInvalidRow } from './data/core/rows';
import { createTokenStore } from './data/wallet/tokens';
import type { Clock } from './domain/time/clock';
import { paymentEnvs } from './domain/wallet/order';
import type { Payments } from './domain/wallet/payments';
import { createAccessToken } from './providers/wechat/access-token';
import { createWechatCalls } from './providers/wechat/calls';
import type { WechatCalls } from './providers/wechat/calls';
import { createWechatLogin } from './providers/wechat/login';
import { createRiskRank } from './providers/wechat/risk-rank';
import { createXpayChannel } from './providers/wechat/xpay';
import type { XpayChannel } from './providers/wechat/xpay';
import { createWechatPayChannel } from './providers/wechatpay/channel';

const address = z
  .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
  .transform((url) => url.replace(/\/$/, ''));

/** Environment variables of payments, for `config.ts`; all are optional. */
export const PaymentEnvironment = z.object({
  WECHAT_API_BASE_URL: address.default('https://api.weixin.qq.com'),
  WECHAT_APPID: z.string().optional(),
  WECHAT_APP_SECRET: z.string().optional(),
  XPAY_OFFER_ID: z.string().optional(),
  XPAY_APP_KEY: z.string().optional(),
  /** The payment environment served by this cloud environment; the other one is refused. */
  XPAY_ENV: z.enum(paymentEnvs, { error: 'must be sandbox or live' }).default('live'),
  WXPAY_BASE_URL: address.default('https://api.mch.weixin.qq.com'),
  WXPAY_MCH_ID: z.string().optional(),
  WXPAY_SERIAL_NO: z.string().optional(),
  WXPAY_PRIVATE_KEY: z.string().optional(),
  WXPAY_NOTIFY_URL: address.optional(),
});
type Variables = z.output<typeof PaymentEnvironment>;

const noPayments: Payments = { virtual: null, wechatpay: null, login: null, riskRank: null };

type Environment = Readonly<Record<string, string | undefined>>;

/** The configured payment services. Without an app secret there is neither a login nor a payment. */
export function openPayments(
  environment: Environment,
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
): Payments {
  const opened = openServer(environment, database, clock, onInvalidRow);
  if (opened === null) return noPayments;
  const { account, calls, variables } = opened;
  return {
    virtual: toXpay(calls, variables),
    wechatpay: openWechatPay(account.appId, variables, clock),
    login: createWechatLogin(account),
    riskRank: createRiskRank(calls, account.appId),
  };
}

/** The channel of virtual payment, with the queries reserved for operators. */
export function openXpay(
  environment: Environment,
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
): XpayChannel | null {
  const opened = openServer(environment, database, clock, onInvalidRow);
  return opened === null ? null : toXpay(opened.calls, opened.variables);
}

function openServer(
  environment: Environment,
  database: Database,
  clock: Clock,
  onInvalidRow: OnInvalidRow,
) {
  const set = Object.entries(environment).filter(([, value]) => (value ?? '') !== '');
  const variables = PaymentEnvironment.parse(Object.fromEntries(set));
  const { WECHAT_APPID: appId, WECHAT_APP_SECRET: appSecret } = variables;
  if (appId === undefined || appSecret === undefined) return null;
  const account = { baseUrl: variables.WECHAT_API_BASE_URL, appId, appSecret };
  const store = createTokenStore(database, 'access_token', onInvalidRow);
  const calls = createWechatCalls(account, createAccessToken(account, store, clock));
  return { account, calls, variables };
}

function toXpay(
  calls: WechatCalls,
  { XPAY_OFFER_ID: offerId, XPAY_APP_KEY: appKey, XPAY_ENV: env }: Variables,
): XpayChannel | null {
  if (offerId === undefined || appKey === undefined) return null;
  return createXpayChannel(calls, { offerId, appKey, env });
}

function openWechatPay(
  appId: string,
  { WXPAY_BASE_URL: baseUrl, ...variables }: Variables,
  clock: Clock,
): Payments['wechatpay'] {
  const { WXPAY_MCH_ID: merchantId, WXPAY_SERIAL_NO: serial } = variables;
  const { WXPAY_PRIVATE_KEY: privateKey, WXPAY_NOTIFY_URL: notifyUrl } = variables;
  if (merchantId === undefined || serial === undefined) return null;
  if (privateKey === undefined || notifyUrl === undefined) return null;
  const account = { baseUrl, appId, merchantId, serial, privateKey, notifyUrl };
  return createWechatPayChannel(account, clock);
}
