export const longestText = 2000;
/** From here on the counter is shown. */
const nearEnd = 1800;

export type Composer = {
  placeholder: string;
  counter: string;
  isOver: boolean;
  canSend: boolean;
  label: string;
};

export function toComposer(text: string, isUsedUp: boolean): Composer {
  const length = text.trim().length;
  const isOver = length > longestText;
  const composer = {
    placeholder: isUsedUp ? '本月 AP 已用完' : '说说你想画什么',
    counter: length > nearEnd ? `${length}/${longestText}` : '',
    isOver,
    canSend: !isUsedUp && length > 0 && !isOver,
  };
  if (isUsedUp) return { ...composer, label: '发送，本月 AP 已用完' };
  if (isOver) return { ...composer, label: `发送，超过 ${longestText} 字` };
  return { ...composer, label: length > 0 ? '发送' : '发送，先写点什么' };
}
