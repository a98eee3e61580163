import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { joined, nameOf } from '../../utils/names';
import type { Names } from '../../utils/names';
import { heightPercent } from '../../utils/size';
import { momentName, secondsSince } from '../../utils/time';

export const tabs: { id: WorkTab; name: string }[] = [
  { id: 'all', name: '全部' },
  { id: 'text2img', name: '文生图' },
  { id: 'photography', name: '摄影' },
  { id: 'fitting', name: '试衣' },
  { id: 'favorite', name: '收藏' },
];

export type Card = {
  id: string;
  kind: 'picture' | 'waiting' | 'failed';
  title: string;
  line: string;
  picture: string;
  heightPercent: number;
  elapsed: string;
  isFavorite: boolean;
  /** What the button of a failed card says; to ask again for what was refused would be refused again. */
  action: '重新生成' | '修改描述';
  label: string;
};

const studioNames = { photography: '摄影', fitting: '试衣' } as const;

function kindName(work: Work, names: Names): string {
  return work.type === 'text2img' ? nameOf(names.styles, work.style) : studioNames[work.type];
}

export function isRunning({ status }: Pick<Work, 'status'>): boolean {
  return status === 'pending' || status === 'processing';
}

export function toCard(work: Work, names: Names, now: number): Card {
  const common = {
    id: work.workId,
    title: work.title,
    picture: work.thumbnailUrl ?? work.imageUrl,
    heightPercent: heightPercent(work.size),
    elapsed: '',
    isFavorite: work.isFavorite,
    action: needsEdit(work) ? ('修改描述' as const) : ('重新生成' as const),
  };
  const when = momentName(work.createdAt, now);
  if (isRunning(work)) {
    return {
      ...common,
      kind: 'waiting',
      line: when === '刚刚' ? '刚刚提交' : `${when} 提交`,
      elapsed: elapsedLine(work.createdAt, now),
      label: `${work.title}，正在绘制`,
    };
  }
  if (work.status === 'completed') {
    const line = joined(when, kindName(work, names));
    return { ...common, kind: 'picture', line, label: `${work.title}，AI 生成，${line}` };
  }
  const line = failureLine(work);
  // A failed card has no picture: its words are about as high as this.
  return { ...common, kind: 'failed', heightPercent: 60, line, label: `${work.title}，${line}` };
}

export function needsEdit({ errorCode }: Pick<Work, 'errorCode'>): boolean {
  return ['CONTENT_REFUSED', 'PICTURE_REFUSED', 'PROMPT_TOO_LONG'].includes(errorCode ?? '');
}

/** `服务繁忙，未能完成。已退回 1 积分，不计次数` */
function failureLine(work: Work): string {
  const reason = work.status === 'cancelled' ? '已取消' : (work.errorMessage ?? '绘制服务暂时繁忙');
  const money = work.refundedCredits > 0 ? `已退回 ${work.refundedCredits} 积分，` : '';
  return `${reason}。${money}不计次数`;
}

export function elapsedLine(since: string, now: number): string {
  return `已用 ${secondsSince(since, now)} 秒`;
}

export type Empty = { title: string; line: string; action: string };

/** What an empty tab says. */
export function toEmpty(tab: WorkTab): Empty {
  switch (tab) {
    case 'favorite':
      return { title: '还没有收藏', line: '在作品上点爱心，就会出现在这里', action: '' };
    case 'photography':
      return { title: '还没有摄影作品', line: '服装摄影开放后，会出现在这里', action: '' };
    case 'fitting':
      return { title: '还没有试衣作品', line: '虚拟试衣开放后，会出现在这里', action: '' };
    case 'all':
    case 'text2img':
      return { title: '还没有作品', line: '写一句话，几秒后就有第一张', action: '去创作' };
  }
}

/** Page one again over what stands: new and changed works take their place, the rest keeps its order. */
export function withFirstPage(works: Work[], firstPage: Work[]): Work[] {
  const fresh = new Set(firstPage.map(({ workId }) => workId));
  const oldest = firstPage[firstPage.length - 1]?.createdAt ?? '';
  // A running work that page one names no more has ended long ago; older pages stay as they are.
  const rest = works.filter(
    (work) => !fresh.has(work.workId) && !isRunning(work) && work.createdAt < oldest,
  );
  return [...firstPage, ...rest];
}
