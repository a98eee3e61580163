import type { Work } from '../../../cloudfunctions/shared/contracts/values';
import type { WorkTab } from '../../../cloudfunctions/shared/contracts/workManage';
import { titleLabel, workTypeLabel } from '../../utils/labels';
import { joined, nameOf } from '../../utils/names';
import type { ChoiceNames } from '../../utils/names';
import { heightPercent } from '../../utils/size';
import { clockTime, secondsSince } from '../../utils/time';
import type { WorkChange } from '../../utils/work-changes';
import { isRunning, needsEdit, progressOf } from '../../utils/work-status';

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
  createdAt: string;
  isFavorite: boolean;
  /** The button of a failed card. Input that was refused would be refused again. */
  action: '重新生成' | '修改描述' | '查看任务';
  label: string;
};

export function toCard(work: Work, names: ChoiceNames, now: number): Card {
  const title = titleLabel(work.title);
  const common = {
    id: work.workId,
    title,
    picture: work.thumbnailUrl || work.imageUrl,
    heightPercent: heightPercent(work.size),
    createdAt: work.createdAt,
    isFavorite: work.isFavorite,
    action: actionOf(work),
  };
  // The heading of the group already names the day.
  const elapsed = now - Date.parse(work.createdAt);
  const when = elapsed < 60_000 ? '刚刚' : clockTime(work.createdAt);
  const progress = progressOf(work);
  if (progress === 'running') {
    const line = when === '刚刚' ? '刚刚提交' : `${when} 提交`;
    return { ...common, kind: 'waiting', line, label: waitingLabel(title, line) };
  }
  if (progress === 'failed') {
    const line = failureLine(work);
    // A failed card has no picture: its text is about this high.
    return { ...common, kind: 'failed', heightPercent: 60, line, label: `${title}，${line}` };
  }
  const line = joined(when, kindOf(work, names));
  if (common.picture) {
    return { ...common, kind: 'picture', line, label: `${title}，${line}，AI 生成` };
  }
  return { ...common, kind: 'waiting', line, label: waitingLabel(title, line) };
}

/** The label follows the order of the card: the text on the picture, then the text below it. */
const waitingLabel = (title: string, line: string) => `正在绘制，${title}，${line}`;

function actionOf(work: Work): Card['action'] {
  if (work.type !== 'text2img') return '查看任务';
  return needsEdit(work.errorCode) ? '修改描述' : '重新生成';
}

/** The style of a text-to-image work; other types have no style and show their type. */
function kindOf(work: Work, names: ChoiceNames): string {
  return work.type === 'text2img' ? nameOf(names.styles, work.style) : workTypeLabel(work.type);
}

/** `服务繁忙，未能完成。已退回 1 积分，不计次数` */
function failureLine(work: Work): string {
  const reason = work.status === 'cancelled' ? '已取消' : work.errorMessage || '绘制服务暂时繁忙';
  const refund = work.refundedCredits > 0 ? `已退回 ${work.refundedCredits} 积分，` : '';
  return `${reason}。${refund}不计次数`;
}

/** Lines like `已用 8 秒`, by work. */
export function elapsedLines(running: Work[], now: number): Record<string, string> {
  return Object.fromEntries(
    running.map(({ workId, createdAt }) => [workId, `已用 ${secondsSince(createdAt, now)} 秒`]),
  );
}

export type Empty = { title: string; line: string; action: string };

/** The texts of an empty tab, or of a search without results. */
export function toEmpty(tab: WorkTab, query: string): Empty {
  if (query !== '') {
    return { title: '没有找到', line: `标题和描述里都没有「${query}」`, action: '清除搜索' };
  }
  switch (tab) {
    case 'favorite':
      return { title: '还没有收藏', line: '在作品上点爱心，就会出现在这里', action: '' };
    case 'photography':
      return { title: '还没有摄影作品', line: '放一张服装照，换个地方拍一组', action: '去拍一组' };
    case 'fitting':
      return {
        title: '还没有试衣作品',
        line: '一张人物照加一件衣服，看看上身的样子',
        action: '去试一件',
      };
    case 'all':
    case 'text2img':
      return { title: '还没有作品', line: '写一句话，几秒后就有第一张', action: '去创作' };
  }
}

/** Merges page one, read again, into the list: its works come first, the others keep their order. */
export function mergeFirstPage(works: Work[], firstPage: Work[]): Work[] {
  const fresh = new Set(firstPage.map(({ workId }) => workId));
  const oldest = firstPage[firstPage.length - 1]?.createdAt ?? '';
  // Page one holds all running works, so a running work that it lacks has ended and belongs to an older page.
  const rest = works.filter(
    (work) => !fresh.has(work.workId) && !isRunning(work) && work.createdAt < oldest,
  );
  return [...firstPage, ...rest];
}

/** Applies a change made on another page to the list of this tab. */
export function applyChange(works: Work[], change: WorkChange, tab: WorkTab): Work[] {
  const { workId } = change;
  const isLeaving =
    change.kind === 'removed' || (tab === 'favorite' && change.isFavorite === false);
  if (isLeaving) return works.filter((work) => work.workId !== workId);
  const { title, isFavorite } = change;
  return works.map((work) =>
    work.workId === workId
      ? { ...work, title: title ?? work.title, isFavorite: isFavorite ?? work.isFavorite }
      : work,
  );
}
