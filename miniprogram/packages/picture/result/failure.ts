import type { FailureName } from '../../../../cloudfunctions/shared/contracts/reply';

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

/** Why there is no picture: a name of the reply table, or what became of the call itself. */
export type Ending = FailureName | 'OFFLINE' | 'OUTCOME_UNKNOWN' | 'STILL_DRAWING';

type Cost = { count: number; pays: boolean };

const nothingTaken = '本次不扣积分，也不计次数';

/** The picture was begun and given up: what was charged has come back. */
const givenBack = new Set<Ending>([
  'PROVIDER_FAILED',
  'PROVIDER_BUSY',
  'PROVIDER_OUTCOME_UNKNOWN',
  'PICTURE_NOT_STORED',
  'INTERRUPTED',
]);

/** The description has to change before it can go on. */
const needsEdit = new Set<Ending>([
  'CONTENT_REFUSED',
  'PICTURE_REFUSED',
  'PROMPT_TOO_LONG',
  'INVALID_INPUT',
  'REQUEST_REUSED',
]);

/** What a dialog over the page says more of, with the ways out. */
const dialogTitles: Partial<Record<Ending, string>> = {
  DAILY_LIMIT_REACHED: '今日次数已用完',
  CREDITS_INSUFFICIENT: '积分不够了',
  STORAGE_FULL: '存储空间满了',
};

/** What happened, what became of the money, what to do next. `message` is the sentence of the cloud. */
export function toFailure(ending: Ending, message: string, cost: Cost): FailureView {
  const price = cost.pays ? `${cost.count} 积分` : '';
  const view: FailureView = {
    icon: 'image-error',
    title: '这张没画成',
    reason: message,
    money: nothingTaken,
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
  // The same request came again while its picture is being drawn: nothing failed, and nothing came back.
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
  const title = dialogTitles[ending];
  if (title !== undefined) {
    return { ...view, title, primary: '返回', primaryWay: 'back', price: '', secondary: '' };
  }
  if (needsEdit.has(ending)) {
    return { ...view, primary: '修改描述', primaryWay: 'edit', price: '', secondary: '' };
  }
  if (givenBack.has(ending)) return { ...view, money: refundLine(cost) };
  return view;
}

/** `已退回 1 积分，不计入今日次数`, or only the second half for a tier that pays none. */
export function refundLine({ count, pays }: Cost): string {
  return pays ? `已退回 ${count} 积分，不计入今日次数` : '不计入今日次数';
}

/** A short number that support can look for in the logs. */
export function supportCode(requestId: string): string {
  const tail = requestId
    .replace(/[^0-9a-z]/gi, '')
    .slice(-6)
    .toUpperCase();
  return `${tail.slice(0, 4)}-${tail.slice(4)}`;
}
