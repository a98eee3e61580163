import { lengthOf, maxLengths } from '../../../utils/text';

/** The counter is shown above this length. */
const counterFrom = 1800;

const secondTapMs = 800;

/** 停止 replaces 发送: a tap right after sending was meant for 发送. */
export function isSecondTap(sentAt: number, now: number): boolean {
  // The clock of a phone may be set back.
  return now >= sentAt && now - sentAt < secondTapMs;
}

export type Composer = {
  placeholder: string;
  counter: string;
  isOver: boolean;
  /** True even when the AP seem to be used up: the cloud decides. */
  canSend: boolean;
  label: string;
};

export function toComposer(text: string, isUsedUp: boolean): Composer {
  const length = lengthOf(text.trim());
  const isOver = length > maxLengths.chatMessage;
  const composer = {
    placeholder: isUsedUp ? '本月 AP 已用完' : '说说你想画什么',
    counter: length > counterFrom ? `${length}/${maxLengths.chatMessage}` : '',
    isOver,
    canSend: length > 0 && !isOver,
  };
  if (isUsedUp) return { ...composer, label: '发送，本月 AP 已用完' };
  if (isOver) return { ...composer, label: `发送，超过 ${maxLengths.chatMessage} 字` };
  return { ...composer, label: length > 0 ? '发送' : '发送，先写点什么' };
}
