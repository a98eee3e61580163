import { appId } from '../../emulator/identity';

/** The account of the workshop at WeChat. Nothing of it is valid anywhere else. */
export const account = {
  appId,
  appSecret: 'workshop-app-secret',
  offerId: '1450000001',
  /** By the `env` of a request: 0 live, 1 sandbox. */
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

/** Variables that make functions use the stub. */
export function wechatEnvironment(url: string): Record<string, string> {
  return {
    WECHAT_API_BASE_URL: url,
    WECHAT_APPID: account.appId,
    WECHAT_APP_SECRET: account.appSecret,
  };
}

/** Apple sells nothing in the sandbox, so the workshop plays the live environment. */
export const paymentEnvironment = {
  XPAY_OFFER_ID: account.offerId,
  XPAY_APP_KEY: account.appKeys[0],
  XPAY_ENV: 'live',
};
