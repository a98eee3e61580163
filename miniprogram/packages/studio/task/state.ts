import type { TaskState, TaskType } from '../../../../cloudfunctions/shared/contracts/task';
import { labelOf } from '../../../utils/labels';

const states: Record<TaskState, string> = {
  queued: '排队中',
  running: '绘制中',
  completed: '已完成',
  partial: '部分完成',
  failed: '失败',
  cancelled: '已取消',
};

const tones: Record<TaskState, string> = {
  queued: 'waiting',
  running: 'running',
  completed: 'done',
  partial: 'done',
  failed: 'failed',
  cancelled: 'waiting',
};

const types: Record<TaskType, string> = { photography: '服装摄影', fitting: '虚拟试衣' };

export const stateLabel = (state: TaskState) => labelOf(states, state, '处理中');
export const stateTone = (state: TaskState) => labelOf(tones, state, 'waiting');
export const typeLabel = (type: TaskType) => labelOf(types, type, '任务');

const open = new Set<string>(['queued', 'running'] satisfies TaskState[]);

export function isEnded({ state }: { state: TaskState }): boolean {
  return !open.has(state);
}
