import { openLab } from './phone';
import type { PhoneLab, TestPhone } from './phone';

type Asked = { path: string; body: unknown };

const request = { signData: '{"a":1}', mode: 'short_series_goods', paySig: 'p', signature: 's' };

let lab: PhoneLab;
let phone: TestPhone;
let asked: Asked[] = [];

beforeAll(async () => {
  lab = await openLab();
});
afterAll(() => lab.close());
beforeEach(() => {
  asked = [];
  answer({ ok: true, outTradeNo: 'o1', name: '60 积分', priceFen: 600 });
});
afterEach(() => phone.close());

function answer(opened: object, ended: object = { ok: true }): void {
  lab.answer((path, body) => {
    if (path.startsWith('/local/client/')) asked.push({ path, body });
    return {
      body: path === '/local/code' ? { code: 'c1' } : path.endsWith('/o1') ? ended : opened,
    };
  });
}

const open = async (query = '') => {
  phone = await lab.open(`/app.html${query}`);
};
/** Calls an API with callbacks and waits for one of them. */
const paying = (api: string, options: object): Promise<unknown> =>
  phone.page.evaluate(`new Promise((resolve) => {
    const returned = wx.${api}({ ...${JSON.stringify(options)},
      success: ({ errMsg }) => resolve({ errMsg }),
      fail: ({ errMsg, errCode }) => resolve({ errMsg, errCode }),
    });
    if (returned !== undefined) resolve('a promise');
  })`);

it('logs in with a code of the cloud', async () => {
  await open();
  expect(await phone.page.evaluate('wx.login()')).toMatchObject({ code: 'c1', errMsg: 'login:ok' });
});

describe('wx.requestVirtualPayment', () => {
  it.each([
    ['ios', 'Apple 内购'],
    ['android', '微信虚拟支付'],
  ])('shows price and product, and is paid on %s', async (platform, title) => {
    await open(`?platform=${platform}`);
    const paid = paying('requestVirtualPayment', request);
    const sheet = phone.page.getByRole('dialog');
    await sheet.getByText('¥6.00').waitFor();
    expect(await sheet.textContent()).toContain('60 积分');
    expect(await sheet.textContent()).toContain(title);
    await phone.page.getByRole('button', { name: '确认支付' }).click();

    expect(await paid).toEqual({ errMsg: 'requestVirtualPayment:ok' });
    expect(asked).toEqual([
      { path: '/local/client/virtual-payment', body: { platform, request } },
      { path: '/local/client/virtual-payment/o1', body: { outcome: 'paid' } },
    ]);
  });

  it('is cancelled', async () => {
    answer(
      { ok: true, outTradeNo: 'o1', name: '60 积分', priceFen: 600 },
      { ok: false, errCode: -2, errMsg: 'cancel' },
    );
    await open();
    const paid = paying('requestVirtualPayment', request);
    await phone.page.getByRole('button', { name: '取消支付' }).click();
    expect(await paid).toEqual({ errMsg: 'requestVirtualPayment:fail cancel', errCode: -2 });
    expect(asked[1]?.body).toEqual({ outcome: 'cancelled' });
  });

  it('fails with a chosen error', async () => {
    answer(
      { ok: true, outTradeNo: 'o1', name: '60 积分', priceFen: 600 },
      { ok: false, errCode: -15012, errMsg: 'closed' },
    );
    await open();
    const paid = paying('requestVirtualPayment', request);
    await phone.page.getByLabel('失败原因').selectOption('-15012');
    await phone.page.getByRole('button', { name: '以此失败' }).click();
    expect(await paid).toEqual({ errMsg: 'requestVirtualPayment:fail closed', errCode: -15012 });
    expect(asked[1]?.body).toEqual({ outcome: 'failed', errCode: -15012 });
  });

  it('opens no sheet for what WeChat refuses', async () => {
    answer({ ok: false, errCode: -15006, errMsg: 'SIGNATURE_INVALID: paySig' });
    await open();
    expect(await paying('requestVirtualPayment', request)).toEqual({
      ...{ errMsg: 'requestVirtualPayment:fail SIGNATURE_INVALID: paySig', errCode: -15006 },
    });
    expect(await phone.page.getByRole('dialog').count()).toBe(0);
  });
});

it('wx.requestPayment hands on what was signed', async () => {
  const given = {
    ...{ timeStamp: '1', nonceStr: 'n', package: 'prepay_id=p', signType: 'RSA', paySign: 's' },
  };
  await open();
  const paid = paying('requestPayment', given);
  await phone.page.getByRole('button', { name: '确认支付' }).click();
  expect(await paid).toEqual({ errMsg: 'requestPayment:ok' });
  expect(asked[0]).toEqual({ path: '/local/client/payment', body: given });
});
