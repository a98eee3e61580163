import { AppError } from '../../error';
import type { Page, Position } from '../../domain/cursor';
import type { Task, TaskState } from '../../domain/tasks/task';
import type { Database } from '../core/database';
import { requireDefined } from '../core/database';
import { findNewest } from '../core/newest';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseTask } from '../rows/task';

export type TaskRepository = ReturnType<typeof createTaskRepository>;

export function createTaskRepository(database: Database, onInvalidRow: OnInvalidRow) {
  const reader = createRowReader(parseTask, onInvalidRow);
  const unreadable = (cause: unknown) => new AppError('WORK_UNREADABLE', { cause });
  return {
    /** Throws WORK_UNREADABLE for a malformed row. */
    async find(taskId: string): Promise<Task | null> {
      return reader.find(
        (await database.collection('task_queue').doc(taskId).get()).data,
        unreadable,
      );
    },

    /** Also null for a task of another user. */
    async findOwn(taskId: string, userId: string): Promise<Task | null> {
      const { data } = await database
        .collection('task_queue')
        .where(requireDefined({ _id: taskId, userId }))
        .limit(1)
        .get();
      return reader.find(data[0], unreadable);
    },

    /** Newest first. */
    async list(
      userId: string,
      state: TaskState | undefined,
      from: Position,
      size: number,
    ): Promise<Page<Task>> {
      const condition = {
        ...requireDefined({ userId }),
        ...(state === undefined ? {} : { state }),
      };
      const rows = await findNewest(database, 'task_queue', condition, from, size + 1);
      return reader.readPage(rows, size);
    },
  };
}
