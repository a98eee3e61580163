import type { Work } from '../../../../cloudfunctions/shared/contracts/values';
import type { Draft } from '../../../utils/draft';
import { qualityLabel, titleLabel, workTypeLabel } from '../../../utils/labels';
import { nameOf } from '../../../utils/names';
import type { ChoiceNames } from '../../../utils/names';
import { heightPercent, ratioName } from '../../../utils/size';
import { fullTime } from '../../../utils/time';

export type Detail = {
  id: string;
  title: string;
  picture: string;
  heightPercent: number;
  label: string;
  type: string;
  time: string;
  prompt: string;
  isFavorite: boolean;
  /** The label of the button that makes another one. */
  same: '画同款' | '再拍一组' | '换一件';
  canCompare: boolean;
  facts: { name: string; value: string }[];
};

export function toDetail(work: Work, names: ChoiceNames): Detail {
  const title = titleLabel(work.title);
  return {
    id: work.workId,
    title,
    picture: work.imageUrl,
    heightPercent: heightPercent(work.size),
    label: `${title}，AI 生成`,
    type: workTypeLabel(work.type),
    time: fullTime(work.createdAt),
    prompt: work.prompt,
    isFavorite: work.isFavorite,
    same: sameWords[work.type],
    canCompare: work.type === 'fitting',
    facts: toFacts(work, names),
  };
}

const sameWords: Record<Work['type'], Detail['same']> = {
  text2img: '画同款',
  photography: '再拍一组',
  fitting: '换一件',
};

/** The page that makes another work of this kind. Null for text to image, whose description goes back into the composer. */
export function pageAgain(work: Work): string | null {
  if (work.type === 'text2img') return null;
  if (work.type === 'fitting') return '/packages/studio/fitting/index';
  return `/packages/studio/photography/index?scene=${work.sceneId}`;
}

function toFacts(work: Work, names: ChoiceNames): Detail['facts'] {
  const size = { name: '尺寸', value: ratioName(work.size) };
  if (work.type !== 'text2img') return [size];
  // Choices that were not made are left out.
  return [
    { name: '角色', value: nameOf(names.characters, work.character) },
    { name: '风格', value: nameOf(names.styles, work.style) || '自动' },
    { name: '情绪', value: nameOf(names.emotions, work.emotion) },
    size,
    { name: '画质', value: qualityLabel(work.quality) },
  ].filter(({ value }) => value !== '');
}

/** Why no picture is shown, and what to do next. */
export type Missing = {
  title: string;
  reason: string;
  primary: string;
  way: 'retry' | 'works' | 'edit' | 'task';
};

export function toMissing(failure: string, message: string): Missing {
  if (failure !== 'NOT_FOUND') {
    return { title: '没有加载出来', reason: message, primary: '重试', way: 'retry' };
  }
  const reason = '可能已经删除，或者不是你的作品';
  return { title: '这张作品不在了', reason, primary: '去「作品」看看', way: 'works' };
}

/** A work without a picture. */
export function toUnfinished({ errorMessage, type }: Work): Missing {
  const reason = errorMessage || '绘制服务暂时繁忙';
  if (type !== 'text2img') {
    return { title: '这张没画成', reason, primary: '查看任务', way: 'task' };
  }
  return { title: '这张没画成', reason, primary: '修改描述', way: 'edit' };
}

/** The draft that 画同款 fills in. */
export function toDraft(work: Work): Partial<Draft> {
  const { prompt, size } = work;
  if (work.type !== 'text2img') return { prompt, size };
  const { character, style, emotion, quality } = work;
  return { prompt, character, style, emotion, size, quality };
}
