import type { Task, TaskDetail } from '../../../../cloudfunctions/shared/contracts/task';
import { joined } from '../../../utils/names';
import { priceLabel } from '../../../utils/price';
import { momentName } from '../../../utils/time';
import type { OrderNote } from '../orders/remembered';
import { isEnded, stateLabel, stateTone, typeLabel } from '../task/state';

export type TaskCard = {
  id: string;
  title: string;
  state: string;
  tone: string;
  thumbs: { id: string; state: string; picture: string }[];
  /** One picture beside the text instead of a row above it. */
  isCompact: boolean;
  isOpen: boolean;
  percent: number;
  line: string;
  time: string;
  act: '' | '取消' | '重新提交';
  label: string;
};

/** `detail`: its pictures and its place, once they were read. */
export function toTaskCard(
  task: Task,
  detail: TaskDetail | null,
  note: OrderNote | null,
  now: number,
): TaskCard {
  const { taskId: id, done, total, reserved, state } = task;
  const isOpen = !isEnded(task);
  const title = joined(typeLabel(task.type), note?.title);
  const line = isOpen ? openLine(task, detail) : endedLine(task, detail);
  const when = momentName(task.createdAt, now);
  return {
    ...{ id, title, state: stateLabel(state), tone: stateTone(state), isOpen, line },
    isCompact: total === 1 || state === 'failed' || state === 'cancelled',
    thumbs: thumbsOf(task).map(({ workId, state: workState }) => {
      const picture = detail?.works.find((work) => work.workId === workId);
      return {
        id: workId,
        state: workState,
        picture: picture?.thumbnailUrl || picture?.imageUrl || '',
      };
    }),
    percent: total > 0 ? Math.round((done / total) * 100) : 0,
    time: joined(
      isOpen && when !== '刚刚' ? `${when} 提交` : when,
      state === 'completed' ? `${total} 张` : '',
      priceLabel(reserved),
    ),
    act: state === 'queued' ? '取消' : canRetry(task) ? '重新提交' : '',
    label: joined(title, stateLabel(state), line),
  };
}

/** A task that has no picture shows one placeholder. */
function thumbsOf({ works, state }: Task): Task['works'] {
  return state === 'failed' || state === 'cancelled' ? works.slice(0, 1) : works;
}

function canRetry({ state }: Task): boolean {
  return state === 'failed' || state === 'partial';
}

function openLine(task: Task, detail: TaskDetail | null): string {
  if (task.waitsFor === 'tomorrow') return '今天太忙，明天 0 点后继续';
  if (task.waitsFor === 'assets') return '照片检查好就开始';
  if (task.state !== 'queued') return `已完成 ${task.done}/${task.total} 张`;
  const ahead = detail?.ahead ?? 0;
  return ahead > 0 ? `前面还有 ${ahead >= 99 ? '99+' : ahead} 张` : '马上开始';
}

/** What happened, and what became of the credits. */
function endedLine(task: Task, detail: TaskDetail | null): string {
  const back = task.refunded > 0 ? `${priceLabel(task.refunded)}已退回` : '';
  if (task.state === 'cancelled') return back === '' ? '已取消' : `已取消，${back}`;
  const reason = detail?.works.find(({ state }) => state === 'failed')?.errorMessage ?? '';
  if (task.state === 'failed') return sentences(reason || '绘制服务暂时繁忙', back || '不计次数');
  if (task.state === 'partial') {
    return sentences(`已完成 ${task.done}/${task.total} 张`, back);
  }
  return back;
}

function sentences(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('。');
}
