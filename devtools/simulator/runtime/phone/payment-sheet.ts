import { element, tapTarget } from '../../dom';
import { openDialog } from './overlay';

export type Bill = { name: string; priceFen: number };
export type SheetEnd =
  { outcome: 'paid' } | { outcome: 'cancelled' } | { outcome: 'failed'; errCode: number };

/** How a payment may fail after its sheet has opened, besides a cancellation. */
const failures: [number, string][] = [
  [-1, '支付失败'],
  [-4, '风控拦截'],
  [-5, '签约状态未知'],
  [-15003, '系统错误'],
  [-15012, '下单失败，订单关闭'],
  [-15013, '道具价格不对'],
  [-15017, '商户受限'],
  [-15018, '商品受限'],
  [-15020, '操作太快'],
  [-15021, '频率限制'],
];

/** WeChat's payment sheet with the price and the product; the last rows let the payment fail. */
export async function askPayment(title: string, { name, priceFen }: Bill): Promise<SheetEnd> {
  const failure = element('select', 'payment-failure');
  failure.setAttribute('aria-label', '失败原因');
  failure.append(...failures.map(([code, words]) => new Option(`${code} ${words}`, String(code))));
  const end = await openDialog<SheetEnd>(
    'sheet payment-sheet',
    (close) => [
      element('div', 'sheet-title', title),
      element('div', 'payment-price', `¥${(priceFen / 100).toFixed(2)}`),
      element('div', 'payment-name', name),
      tapTarget('payment-pay', '确认支付', () => close({ outcome: 'paid' })),
      element(
        'div',
        'payment-fail',
        failure,
        tapTarget('payment-fail-button', '以此失败', () =>
          close({ outcome: 'failed', errCode: Number(failure.value) }),
        ),
      ),
      tapTarget('sheet-item sheet-cancel', '取消支付', () => close({ outcome: 'cancelled' })),
    ],
    { closesOnMask: false },
  );
  return end ?? { outcome: 'cancelled' };
}
