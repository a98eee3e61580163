/** An error answer of WeChat. */
export class WechatError extends Error {
  constructor(
    readonly errcode: number,
    message: string,
  ) {
    super(message);
    this.name = 'WechatError';
  }
}

const messages: Record<number, string> = {
  [-1]: 'system error',
  40001: 'invalid credential, access_token is invalid or not latest',
  40003: 'invalid openid',
  40013: 'invalid appid',
  40029: 'invalid code',
  40125: 'invalid appsecret',
  40163: 'code been used',
  40226: 'code blocked',
  41001: 'access_token missing',
  42001: 'access_token expired',
  45011: 'api minute-quota reach limit, must slower, retry next minute',
  47001: 'data format error',
  87009: 'invalid signature',
  268490001: 'openid error',
  268490002: 'request parameter error or no data',
  268490003: 'signature error',
  268490004: 'repeated operation',
  268490005: 'the order is already refunded',
  268490006: 'insufficient balance',
  268490007: 'sensitive content',
  268490008: 'the coin is not published',
  268490009: 'the session_key has expired',
  268490011: 'the data is being made, try again later',
  268490012: 'a batch is running',
  268490013: 'written off, it cannot be refunded',
  268490014: 'the refund is in progress, repeat it with the same parameters',
  268490015: 'too frequent',
  268490016: 'left_fee does not agree with the order',
};

export function wechatError(errcode: number, detail?: string): WechatError {
  const message = messages[errcode] ?? 'error';
  return new WechatError(errcode, detail === undefined ? message : `${message}: ${detail}`);
}

/** The messages of `wx.requestVirtualPayment` failures, by `errCode`. */
export const paymentErrors: Readonly<Record<number, string>> = {
  1001: 'parameter error',
  [-1]: 'pay failed',
  [-2]: 'cancel',
  [-4]: 'risk control refused the payment',
  [-5]: 'the state of the contract is unknown',
  [-15001]: 'parameter error',
  [-15002]: 'the outTradeNo was used before',
  [-15003]: 'system error',
  [-15004]: 'currencyType is wrong',
  [-15005]: 'SIGNATURE_INVALID: signature',
  [-15006]: 'SIGNATURE_INVALID: paySig',
  [-15007]: 'the session_key has expired',
  [-15008]: 'the merchant has not opened virtual payment',
  [-15009]: 'the coin is not published',
  [-15010]: 'the product is not published',
  [-15011]: 'PAYMENT_ILLEGAL_IN_SANDBOX: env is wrong for this build',
  [-15012]: 'the order failed at the platform and is closed',
  [-15013]: 'GOODS_PRICE_INVALID: goodsPrice is wrong',
  [-15014]: 'COIN_OR_PRODUCT_ID_CREATED_IN_RECENTLY: published but not yet in force',
  [-15016]: 'signData is not a JSON text',
  [-15017]: 'the merchant is restricted',
  [-15018]: 'the product is restricted',
  [-15019]: 'the merchant is restricted from this product',
  [-15020]: 'too fast',
  [-15021]: 'the rate limit is reached',
};

/** A payment that the phone refuses or that fails, as reported to the `fail` callback. */
export class PaymentFailure extends Error {
  constructor(
    readonly errCode: number,
    detail?: string,
  ) {
    const message = paymentErrors[errCode] ?? 'error';
    super(detail === undefined ? message : `${message}: ${detail}`);
    this.name = 'PaymentFailure';
  }
}
