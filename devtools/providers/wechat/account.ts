import { appId } from '../../emulator/identity';

/** The workshop's WeChat account. None of it is valid anywhere else. */
export const account = {
  appId,
  appSecret: 'workshop-app-secret',
  offerId: '1450000001',
  /** Indexed by the `env` of a request: 0 is live, 1 is sandbox. */
  appKeys: ['workshop-live-app-key', 'workshop-sandbox-app-key'],
  merchantId: '1900000001',
  merchantSerial: 'WORKSHOP0MERCHANT0SERIAL',
  platformSerial: 'PUB_KEY_ID_WORKSHOP',
  apiV3Key: 'workshop-api-v3-key-of-32-bytes.',
} as const;

export type PaymentEnv = 0 | 1;

export function appKeyOf(env: unknown): string | null {
  return env === 0 || env === 1 ? account.appKeys[env] : null;
}

/** Variables that point functions to the stub. */
export function wechatEnvironment(url: string): Record<string, string> {
  return {
    WECHAT_API_BASE_URL: url,
    WECHAT_APPID: account.appId,
    WECHAT_APP_SECRET: account.appSecret,
  };
}

/** The sandbox has no Apple purchases, so the workshop uses the live environment. */
export const paymentEnvironment = {
  XPAY_OFFER_ID: account.offerId,
  XPAY_APP_KEY: account.appKeys[0],
  XPAY_ENV: 'live',
};
