import type { TaskDetail, TaskPicture } from '../../../../cloudfunctions/shared/contracts/task';
import { joined } from '../../../utils/names';
import { priceLabel } from '../../../utils/price';
import { clockTime } from '../../../utils/time';
import { rangeName } from '../orders/price';
import { isEnded, stateLabel, stateTone, typeLabel } from './state';

export type Tile = {
  id: string;
  place: number;
  state: 'queued' | 'drawing' | 'done' | 'failed' | 'cancelled';
  title: string;
  line: string;
  picture: string;
  refund: string;
  tag: string;
  label: string;
};

export type TaskView = {
  title: string;
  line: string;
  state: string;
  tone: string;
  tiles: Tile[];
  doneLine: string;
  percent: number;
  placeLine: string;
  hasMoney: boolean;
  reserved: number;
  spent: number;
  refunded: number;
  isEnded: boolean;
  /** What 取消剩余 stops and gives back; empty when nothing is left to stop. */
  cancelLine: string;
  /** The number of undelivered pictures, which can be ordered again. */
  retryCount: number;
  /** Announced to screen readers once per finished picture. */
  news: string;
};

/** `seenAt`: when the phone first saw a picture being drawn; the cloud does not report it. */
export function toTaskView(
  task: TaskDetail,
  title: string,
  seenAt: ReadonlyMap<string, number>,
  now: number,
): TaskView {
  const ended = isEnded(task);
  const failed = task.works.filter(({ state }) => state === 'failed' || state === 'cancelled');
  return {
    title: title || typeLabel(task.type),
    line: joined(`${task.total} 张`, `${clockTime(task.createdAt)} 提交`),
    state: stateLabel(task.state),
    tone: stateTone(task.state),
    tiles: task.works.map((work, index) => toTile(work, index + 1, task, seenAt, now)),
    doneLine: `已完成 ${task.done}/${task.total} 张`,
    percent: task.total > 0 ? Math.round((task.done / task.total) * 100) : 0,
    placeLine: ended ? endLine(task) : placeLine(task),
    hasMoney: task.reserved > 0,
    ...{ reserved: task.reserved, spent: task.spent, refunded: task.refunded },
    isEnded: ended,
    cancelLine: ended ? '' : cancelLine(task),
    retryCount: ended ? failed.length : 0,
    news: newsOf(task),
  };
}

export function toTile(
  work: TaskPicture,
  place: number,
  task: TaskDetail,
  seenAt: ReadonlyMap<string, number>,
  now: number,
): Tile {
  const tile: Tile = {
    ...{ id: work.workId, place, state: 'queued', title: '排队中', line: '' },
    ...{ picture: '', refund: '', tag: '', label: `第 ${place} 张，排队中` },
  };
  const named = (title: string) => ({ title, label: `第 ${place} 张，${title}` });
  switch (work.state) {
    case 'completed': {
      const picture = work.thumbnailUrl || work.imageUrl;
      const label = `第 ${place} 张，AI 生成${work.hasDoubt ? '，细节可能与实物不同' : ''}`;
      return { ...tile, state: 'done', title: '', picture, tag: tagOf(work), label };
    }
    case 'failed': {
      const reason = work.errorMessage || '绘制服务暂时繁忙';
      const refund = refundOf(work);
      const label = `第 ${place} 张没画成，${reason}${refund === '' ? '' : `，${refund}`}`;
      return { ...tile, state: 'failed', title: '这张没画成', line: reason, refund, label };
    }
    case 'cancelled': {
      const line = refundOf(work);
      return { ...tile, state: 'cancelled', line, ...named('已取消') };
    }
    case 'queued':
      return { ...tile, line: waitLine(task) };
    case 'drawing':
    case 'checking':
    case 'saving': {
      const since = seenAt.get(work.workId);
      const seconds = since === undefined ? 0 : Math.max(0, Math.floor((now - since) / 1000));
      const line =
        work.isCancelling === true ? '正在取消' : seconds > 0 ? `已用 ${seconds} 秒` : '';
      return { ...tile, state: 'drawing', line, ...named(drawingWords[work.state]) };
    }
    default:
      // A newer cloud has states that this version of the phone does not know.
      return { ...tile, state: 'drawing', ...named('处理中') };
  }
}

const drawingWords = { drawing: '正在绘制', checking: '正在检查', saving: '正在保存' };

function tagOf({ hasDoubt, refundedCredits }: TaskPicture): string {
  if (!hasDoubt) return '';
  return refundedCredits > 0 ? `已退回 ${priceLabel(refundedCredits)}` : '细节可能不同';
}

function refundOf({ refundedCredits }: TaskPicture): string {
  return refundedCredits > 0 ? `已退回 ${priceLabel(refundedCredits)}` : '';
}

function waitLine({ waitsFor, ahead }: TaskDetail): string {
  if (waitsFor === 'assets') return '正在检查照片';
  if (waitsFor === 'tomorrow') return '明天 0 点后继续';
  return ahead > 0 ? `前面还有 ${aheadName(ahead)} 张` : '';
}

function aheadName(ahead: number): string {
  return ahead >= 99 ? '99+' : String(ahead);
}

function placeLine(task: TaskDetail): string {
  if (task.waitsFor === 'tomorrow') return '今天太忙，明天 0 点后继续';
  if (task.waitsFor === 'assets') return '照片检查好就开始';
  const isWaiting = task.works.some(({ state }) => state === 'queued');
  const place = isWaiting && task.ahead > 0 ? `前面还有 ${aheadName(task.ahead)} 张` : '';
  return joined(place, rangeName(task.etaSeconds));
}

function endLine({ state, total, done, refunded }: TaskDetail): string {
  const back = refunded > 0 ? `${priceLabel(refunded)}已退回` : '';
  if (state === 'completed') return joined('已存入作品', back);
  if (state === 'cancelled') return back === '' ? '已取消' : `已取消，${back}`;
  return joined(`${total - done} 张没画成`, back || '不计次数');
}

function cancelLine({ works, reserved, total }: TaskDetail): string {
  const waiting = works.filter(({ state }) => state === 'queued');
  const drawing = works.filter(
    ({ state, isCancelling }) =>
      isCancelling !== true && ['drawing', 'checking', 'saving'].includes(state),
  );
  const price = total > 0 ? reserved / total : 0;
  const back = price > 0 ? `，退回 ${priceLabel(price * waiting.length)}` : '';
  if (waiting.length > 0) {
    const rest = drawing.length > 0 ? '；正在绘制的会画完' : '';
    return `取消没开始的 ${waiting.length} 张${back}${rest}`;
  }
  const canStop = works.some(({ state, isCancelling }) => state === 'drawing' && !isCancelling);
  return canStop ? '已经开始绘制，能停就停，停不下的会画完' : '';
}

function newsOf({ works, done, total }: TaskDetail): string {
  if (done === 0) return '';
  const last = works.map(({ state }) => state).lastIndexOf('completed') + 1;
  return done === total ? `${total} 张都画好了` : `第 ${last} 张画好了，共 ${total} 张`;
}
