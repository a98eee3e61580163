/** A variable whose format shows whether it was copied correctly. */
export type Key = {
  name: string;
  format: RegExp;
  shape: string;
  source: string;
} & ({ isOptional?: never; use?: never } | { isOptional: true; use: string });

const apiKeys = '腾讯云控制台「访问管理 → API 密钥管理」';
const payment = '小程序后台「虚拟支付 → 基本配置」';
const anyKey = { format: /^\S{16,}$/, shape: '至少 16 位，没有空格' };

export const keys: readonly Key[] = [
  {
    name: 'TENCENTCLOUD_SECRETID',
    format: /^AKID[A-Za-z0-9]{13,}$/,
    shape: '以 AKID 开头的字母和数字',
    source: apiKeys,
  },
  {
    name: 'TENCENTCLOUD_SECRETKEY',
    format: /^[\w+/=-]{24,}$/,
    shape: '至少 24 位，没有空格和引号',
    source: apiKeys,
  },
  {
    name: 'ZHIPU_API_KEY',
    format: /^[\w-]+\.[\w-]+$/,
    shape: '两段，中间一个点',
    source: '智谱开放平台「API Keys」',
  },
  {
    name: 'WECHAT_APPID',
    format: /^wx[0-9a-f]{16}$/,
    shape: 'wx 加 16 位小写十六进制',
    source: '小程序后台「设置 → 账号信息」',
  },
  {
    name: 'WECHAT_APP_SECRET',
    format: /^[0-9a-f]{32}$/,
    shape: '32 位小写十六进制',
    source: '小程序后台「管理 → 开发管理 → 开发设置」',
    isOptional: true,
    use: '虚拟支付、图片送审',
  },
  {
    name: 'ALERT_WEBHOOK_URL',
    format: /^https:\/\/\S+$/,
    shape: 'https 地址',
    source: '企业微信群「群机器人」',
    isOptional: true,
    use: '告警',
  },
  {
    name: 'RESET_QUOTAS_TOKEN',
    format: /^\S{24,}$/,
    shape: '至少 24 位，没有空格',
    source: '任意密码生成器',
    isOptional: true,
    use: '外部重置月额度',
  },
  {
    name: 'DASHSCOPE_API_KEY',
    format: /^sk-[\w-]{16,}$/,
    shape: '以 sk- 开头',
    source: '阿里云百炼「API-KEY」',
    isOptional: true,
    use: '摄影与试衣',
  },
  {
    name: 'SEEDREAM_API_KEY',
    ...anyKey,
    source: '火山方舟「API Key 管理」',
    isOptional: true,
    use: '摄影',
  },
  {
    name: 'TENCENT_API_KEY',
    ...anyKey,
    source: '腾讯混元控制台「API Key」',
    isOptional: true,
    use: '摄影',
  },
  {
    name: 'XPAY_OFFER_ID',
    format: /^\d{6,}$/,
    shape: '一串数字',
    source: payment,
    isOptional: true,
    use: '虚拟支付',
  },
  { name: 'XPAY_APP_KEY', ...anyKey, source: payment, isOptional: true, use: '虚拟支付' },
  {
    name: 'XPAY_ENV',
    format: /^(sandbox|live)$/,
    shape: 'sandbox 或 live',
    source: payment,
    isOptional: true,
    use: '虚拟支付',
  },
  {
    name: 'ALARM_NOTICE_ID',
    format: /^notice-\w+$/,
    shape: '以 notice- 开头',
    source: '腾讯云「云监控 → 告警管理 → 通知模板」',
    isOptional: true,
    use: '平台告警的接收人',
  },
];

/** Virtual payment needs all of them. */
export const paymentKeys = ['XPAY_OFFER_ID', 'XPAY_APP_KEY', 'XPAY_ENV'] as const;
