import type { SharedWork } from '../../../services/sharing';
import type { Draft } from '../../../utils/draft';
import { joined } from '../../../utils/names';
import { heightPercent, ratioName } from '../../../utils/size';

export type SharedPictureView = {
  picture: string;
  heightPercent: number;
  title: string;
  label: string;
  line: string;
  prompt: string;
  /** The label of the button, and a sentence about it. */
  action: string;
  note: string;
};

type Way = Pick<SharedPictureView, 'action' | 'note'>;

/** For works shared without their description: visitors start with an empty page. */
const ways: Record<SharedWork['type'], Way> = {
  text2img: { action: '我也画一张', note: '写一句话，几秒后就有一张' },
  photography: { action: '拍一组服装照', note: '传一张衣服的照片，AI 拍成模特图' },
  fitting: { action: '试一件衣服', note: '传一张照片，看看穿上身的样子' },
};

export function toShared(work: SharedWork): SharedPictureView {
  const { picture, type, size, prompt = '', styleName = '' } = work;
  const title = work.title || '分享的画面';
  return {
    picture,
    title,
    // A short description is already shown as the title.
    prompt: prompt === title ? '' : prompt,
    heightPercent: heightPercent(size),
    label: `${title}，AI 生成`,
    line: joined(styleName, ratioName(size)),
    ...(prompt === ''
      ? ways[type]
      : { action: '画同款', note: '描述和风格会带过去，改几个字就是你的画' }),
  };
}

/** Only the description, the style and the size are carried over. */
export function toDraft({ prompt = '', style = '', size }: SharedWork): Partial<Draft> | null {
  return prompt === '' ? null : { prompt, style, size };
}
