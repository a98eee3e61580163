import * as z from 'zod';
import { taskStages, taskStates, taskWaits, taskWorkStates } from '../../domain/tasks/task';
import type { Task } from '../../domain/tasks/task';
import { taskTypes } from '../../domain/tasks/task-type';
import { omitUndefined } from '../core/database';
import { isMissing, parseRow } from '../core/rows';

const count = z.number().int().min(0);

export const TaskRow = z.object({
  _id: z.string(),
  _openid: z.string(),
  userId: z.string(),
  type: z.enum(taskTypes),
  state: z.enum(taskStates),
  stage: z.enum(taskStages),
  waitsFor: z.enum(taskWaits).optional(),
  done: count,
  total: count,
  reserved: count,
  spent: count,
  refunded: count,
  works: z.array(
    z.object({
      workId: z.string(),
      state: z.enum(taskWorkStates),
      isCancelling: z.boolean().optional(),
    }),
  ),
  createdAt: z.date(),
  updatedAt: z.date(),
  endedAt: z.date().optional(),
});

export function parseTask(row: unknown): Task {
  const { _id: id, _openid: openid, ...task } = parseRow('task_queue', TaskRow, row);
  return { id, openid, ...task };
}

export function parseTaskOrNull(row: unknown): Task | null {
  return isMissing(row) ? null : parseTask(row);
}

/** The row without its `_id`, for `set`. */
export function toTaskData({ id: _, openid, ...task }: Task): Record<string, unknown> {
  return { _openid: openid, ...omitUndefined(task), works: task.works.map(omitUndefined) };
}
