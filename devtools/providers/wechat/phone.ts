import { z } from 'zod';
import { account, appKeyOf } from './account';
import { PaymentFailure } from './error';
import type { Orders } from './orders';
import type { Sessions } from './sessions';
import { isSame, paySignature, userSignature } from './signatures';
import type { PayOrder, Platform } from './state';

export const PaymentRequest = z.object({
  signData: z.string(),
  mode: z.string(),
  paySig: z.string(),
  signature: z.string(),
});
export type PaymentRequest = z.infer<typeof PaymentRequest>;

const SignData = z.object({
  offerId: z.string(),
  buyQuantity: z.int().min(1),
  env: z.int().default(0),
  currencyType: z.string(),
  productId: z.string().optional(),
  goodsPrice: z.int().min(1).optional(),
  outTradeNo: z.string().regex(/^[0-9A-Za-z\-|*@][\w\-|*@]{7,31}$/),
  attach: z.string(),
});

/** A product in WeChat's console. */
export type Product = { name: string; priceFen: number; isPublished: boolean };

export type PhoneOptions = {
  orders: Orders;
  sessions: Sessions;
  findProduct: (productId: string) => Product | null;
};

export type Sheet = { order: PayOrder; product: Product };

const minIosFen = 100;

/** Validates `wx.requestVirtualPayment` as WeChat does before it opens the sheet; throws a PaymentFailure. */
export function openSheet(
  openid: string,
  request: unknown,
  platform: Platform,
  { orders, sessions, findProduct }: PhoneOptions,
): Sheet {
  const parsed = PaymentRequest.safeParse(request);
  if (!parsed.success) throw new PaymentFailure(1001, parsed.error.issues[0]?.path.join('.'));
  const { signData, mode, paySig, signature } = parsed.data;
  if (mode !== 'short_series_goods') throw new PaymentFailure(-15001, 'mode');
  const data = readSignData(signData);
  const { env, productId, goodsPrice } = data;
  const appKey = appKeyOf(env);
  if (appKey === null || (env === 1 && platform === 'ios')) throw new PaymentFailure(-15011);
  if (data.offerId !== account.offerId) throw new PaymentFailure(-15008);
  if (data.currencyType !== 'CNY') throw new PaymentFailure(-15004);
  if (!isSame(paySig, paySignature(appKey, 'requestVirtualPayment', signData)))
    throw new PaymentFailure(-15006);
  const sessionKey = sessions.keyOf(openid);
  if (sessionKey === null) throw new PaymentFailure(-15007);
  if (!isSame(signature, userSignature(sessionKey, signData))) throw new PaymentFailure(-15005);
  const product = productId === undefined ? null : findProduct(productId);
  if (productId === undefined || product?.isPublished !== true) throw new PaymentFailure(-15010);
  if (goodsPrice !== product.priceFen) throw new PaymentFailure(-15013);
  if (platform === 'ios' && goodsPrice < minIosFen)
    throw new PaymentFailure(-15001, 'at least 1 yuan on iOS');
  const order = orders.create({
    ...{ openid, platform, productId, goodsPrice, env: env === 0 ? 0 : 1 },
    ...{ outTradeNo: data.outTradeNo, quantity: data.buyQuantity, attach: data.attach },
  });
  return { order, product };
}

function readSignData(text: string): z.infer<typeof SignData> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new PaymentFailure(-15016);
  }
  const parsed = SignData.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new PaymentFailure(-15001, parsed.error.issues[0]?.path.join('.'));
}
