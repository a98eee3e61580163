import type { FailureName } from '../../../../cloudfunctions/shared/contracts/reply';
import { labelOf } from '../../../utils/labels';
import { priceLabel } from '../../../utils/price';
import { needsEdit } from '../../../utils/work-status';

/** What a button of a failed generation does. */
export type WayOut = 'again' | 'resend' | 'edit' | 'works' | 'back';

export type FailureView = {
  icon: string;
  title: string;
  reason: string;
  money: string;
  primary: string;
  primaryWay: WayOut;
  price: string;
  secondary: string;
  secondaryWay: WayOut;
};

/** Why there is no picture: a name of the reply table, or a failure of the call itself. */
export type Ending = FailureName | 'OFFLINE' | 'OUTCOME_UNKNOWN' | 'STILL_DRAWING';

const notCharged = '本次不扣积分，也不计次数';

/** The generation failed after it was charged: the charge was refunded. */
const refunded = new Set<Ending>([
  'PROVIDER_FAILED',
  'PROVIDER_BUSY',
  'PROVIDER_OUTCOME_UNKNOWN',
  'PICTURE_NOT_STORED',
  'INTERRUPTED',
]);

/** Refusals that a dialog over the page explains. */
const dialogTitles: Record<string, string> = {
  DAILY_LIMIT_REACHED: '今日次数已用完',
  CREDITS_INSUFFICIENT: '积分不够了',
  STORAGE_FULL: '存储空间满了',
};

/**
 * What happened, whether credits were charged, and what to do next. `message` is the sentence of the cloud; `cost` are
 * the credits that another try costs, null while they are not known.
 */
export function toFailure(ending: Ending, message: string, cost: number | null): FailureView {
  const price = priceLabel(cost);
  const view: FailureView = {
    icon: 'image-error',
    title: '这张没画成',
    reason: message,
    money: notCharged,
    primary: '重新生成',
    primaryWay: 'again',
    price,
    secondary: '修改描述',
    secondaryWay: 'edit',
  };

  if (ending === 'OUTCOME_UNKNOWN') {
    return {
      ...view,
      icon: 'wifi-off',
      title: '网络断了，画面可能已经画好',
      reason: '完成的画面会出现在「作品」里',
      money: '',
      primary: '去「作品」看看',
      primaryWay: 'works',
      price: '',
      secondary: '再试一次，不会重复扣费',
      secondaryWay: 'resend',
    };
  }
  // A retry found the same request still in progress: nothing has failed, and nothing was refunded.
  if (ending === 'STILL_DRAWING') {
    return {
      ...view,
      title: '还在绘制',
      reason: '完成后会出现在「作品」里',
      money: '',
      primary: '去「作品」看看',
      primaryWay: 'works',
      price: '',
      secondary: '',
    };
  }
  if (ending === 'OFFLINE') {
    return {
      ...view,
      icon: 'wifi-off',
      title: '没有网络',
      reason: '没有网络，描述已保留',
      primary: '重试',
      primaryWay: 'resend',
      price: '',
    };
  }
  if (ending === 'PROVIDER_NOT_CONFIGURED') {
    return {
      ...view,
      primary: '返回',
      primaryWay: 'back',
      price: '',
      secondary: '',
      title: '暂时画不了',
    };
  }
  const title = labelOf(dialogTitles, ending);
  if (title !== '') {
    return { ...view, title, primary: '返回', primaryWay: 'back', price: '', secondary: '' };
  }
  if (needsEdit(ending)) {
    return { ...view, primary: '修改描述', primaryWay: 'edit', price: '', secondary: '' };
  }
  if (refunded.has(ending)) return { ...view, money: refundLine(cost) };
  return view;
}

/** `已退回 1 积分，不计入今日次数`; without the amount where nothing was paid. */
export function refundLine(cost: number | null): string {
  if (cost === null) return '已扣的积分会退回，不计入今日次数';
  return cost > 0 ? `已退回 ${priceLabel(cost)}，不计入今日次数` : '不计入今日次数';
}

/** A short code that support can look up in the logs. */
export function supportCode(requestId: string): string {
  const tail = requestId
    .replace(/[^0-9a-z]/gi, '')
    .slice(-6)
    .toUpperCase();
  return `${tail.slice(0, 4)}-${tail.slice(4)}`;
}
