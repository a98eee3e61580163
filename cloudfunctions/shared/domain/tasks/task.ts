import type { Work } from '../work/work';
import type { JobState } from './job';
import type { TaskType } from './task-type';

export const taskStates = [
  'queued',
  'running',
  'completed',
  'partial',
  'failed',
  'cancelled',
] as const;
export type TaskState = (typeof taskStates)[number];
export const taskStages = ['queued', 'drawing', 'checking', 'saving'] as const;
export type TaskStage = (typeof taskStages)[number];
export const taskWaits = ['assets', 'tomorrow'] as const;
export type TaskWait = (typeof taskWaits)[number];
const endedWorkStates = ['completed', 'failed', 'cancelled'] as const;
export const taskWorkStates = [...taskStages, ...endedWorkStates] as const;
export type TaskWorkState = (typeof taskWorkStates)[number];

export type TaskWork = {
  workId: string;
  state: TaskWorkState;
  /** The owner has cancelled it, and it is not known yet whether it can be stopped. */
  isCancelling?: boolean | undefined;
};

/** The owner's view of a task: its owner reads and watches the row, so it holds nothing private. Credits are whole numbers. */
export type Task = {
  id: string;
  openid: string;
  userId: string;
  type: TaskType;
  state: TaskState;
  stage: TaskStage;
  waitsFor?: TaskWait | undefined;
  /** Delivered pictures. */
  done: number;
  total: number;
  reserved: number;
  spent: number;
  refunded: number;
  works: TaskWork[];
  createdAt: Date;
  updatedAt: Date;
  endedAt?: Date | undefined;
};

export function newTask(
  owner: Pick<Task, 'id' | 'openid' | 'userId' | 'type'>,
  works: readonly Pick<Work, 'id' | 'cost'>[],
  now: Date,
): Task {
  return {
    ...owner,
    ...{ state: 'queued', stage: 'queued', done: 0, total: works.length },
    ...{ reserved: works.reduce((sum, { cost }) => sum + cost, 0), spent: 0, refunded: 0 },
    works: works.map(({ id }) => ({ workId: id, state: 'queued' })),
    ...{ createdAt: now, updatedAt: now },
  };
}

export function isEnded({ state }: Pick<Task, 'state'>): boolean {
  return state !== 'queued' && state !== 'running';
}

export function isWorkEnded({ state }: Pick<TaskWork, 'state'>): boolean {
  return (endedWorkStates as readonly TaskWorkState[]).includes(state);
}

type Change = Partial<Omit<TaskWork, 'workId'>>;

/** Updates one of its pictures, and the credits if it has ended. An ended picture does not change any more. */
export function withWork(
  task: Task,
  workId: string,
  change: Change,
  now: Date,
  { spent = 0, refunded = 0 } = {},
): Task {
  const works = task.works.map((work) =>
    work.workId === workId && !isWorkEnded(work) ? { ...work, ...change } : work,
  );
  const state = stateOf(works);
  const { waitsFor: _, ...rest } = task;
  return {
    ...rest,
    ...{ works, state, stage: stageOf(works, task.stage) },
    done: works.filter((work) => work.state === 'completed').length,
    ...{ spent: task.spent + spent, refunded: task.refunded + refunded, updatedAt: now },
    ...(isEnded({ state }) ? { endedAt: task.endedAt ?? now } : {}),
  };
}

function stateOf(works: readonly TaskWork[]): TaskState {
  const are = (state: TaskWorkState) => works.filter((work) => work.state === state).length;
  const delivered = are('completed');
  if (!works.every(isWorkEnded)) return are('queued') === works.length ? 'queued' : 'running';
  if (delivered === works.length) return 'completed';
  if (delivered > 0) return 'partial';
  return are('failed') > 0 ? 'failed' : 'cancelled';
}

/** The stage of the picture that is furthest on. */
function stageOf(works: readonly TaskWork[], before: TaskStage): TaskStage {
  const open = works.filter((work) => !isWorkEnded(work)).map(({ state }) => state);
  if (open.length === 0) return before;
  return [...taskStages].reverse().find((stage) => open.includes(stage)) ?? before;
}

/** How the owner sees a job in this state. */
export function workStateOf(state: JobState): TaskWorkState {
  return table[state];
}
const table: Record<JobState, TaskWorkState> = {
  ...{ queued: 'queued', accepted: 'drawing', arrived: 'checking', checked: 'saving' },
  ...{ done: 'completed', failed: 'failed', cancelled: 'cancelled', dead: 'failed' },
};
