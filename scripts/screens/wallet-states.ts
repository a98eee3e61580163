import type { Phone } from '../../tests/support/workshop';
import { seen } from './state';
import type { State } from './state';

const rechargePath = 'packages/wallet/recharge/index';
const checkinPath = 'packages/wallet/checkin/index';
const invitePath = 'packages/wallet/invite/index';

/** `packages/wallet`. */
export const walletStates: State[] = [
  { name: '充值', who: 'olga', path: rechargePath, reach: seen(/^支付 ¥/) },
  {
    name: '充值 · 微信支付',
    who: 'olga',
    path: rechargePath,
    reach: toSheet,
  },
  {
    name: '充值 · 确认到账',
    who: 'paul',
    path: rechargePath,
    isPassing: true,
    async reach(phone, workshop) {
      await workshop.faults([
        { service: 'functions', function: 'payment', fault: 'delay', delayMs: 8000, times: 1000 },
      ]);
      try {
        await toSheet(phone);
        await confirm(phone);
        await phone.text('正在确认到账…').waitFor();
      } finally {
        await workshop.faults([]);
      }
    },
  },
  {
    name: '充值 · 已到账',
    who: 'quinn',
    path: rechargePath,
    async reach(phone) {
      await toSheet(phone);
      await confirm(phone);
      await phone.text('60 积分已到账').waitFor();
    },
  },
  {
    name: '订单',
    who: 'quinn',
    path: rechargePath,
    async reach(phone) {
      await toSheet(phone);
      await confirm(phone);
      await phone.text('看这笔订单').click();
      await phone.text('这笔钱的经过').waitFor();
    },
  },
  { name: '签到', who: 'olga', path: checkinPath, reach: seen('签到，领') },
  {
    name: '签到 · 已签到',
    who: 'paul',
    path: checkinPath,
    async reach(phone) {
      await phone.text('签到，领').click();
      await phone.text('已签到，明天领').waitFor();
    },
  },
  { name: '邀请', who: 'olga', path: invitePath, reach: seen('复制邀请码') },
];

/** Up to the sheet of WeChat. */
async function toSheet(phone: Phone): Promise<void> {
  await phone.button(/^60 积分/).click();
  await phone.text('支付 ¥6.00').click();
  await phone.page.getByRole('button', { name: '确认支付' }).waitFor();
}

async function confirm(phone: Phone): Promise<void> {
  await phone.page.getByRole('button', { name: '确认支付' }).click();
}
