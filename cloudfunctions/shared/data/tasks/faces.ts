import { isOpen } from '../../domain/tasks/job';
import type { Job } from '../../domain/tasks/job';
import { withWork, workStateOf } from '../../domain/tasks/task';
import type { Task, TaskWait } from '../../domain/tasks/task';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { inTransaction } from '../core/transaction';
import { parseJobOrNull } from '../rows/job';
import { parseTaskOrNull, toTaskData } from '../rows/task';

export type FaceRepository = ReturnType<typeof createFaceRepository>;

/** What the owner sees while a picture is in progress. Derived from the job's row, which is authoritative. */
export function createFaceRepository(database: Database, clock: Clock) {
  return {
    /** Shows the job's present state, whatever the caller knew. `waitsFor`: why it is waiting. */
    async show(
      { id, taskId }: Pick<Job, 'id' | 'taskId'>,
      waitsFor: TaskWait | null = null,
    ): Promise<void> {
      await inTransaction(database, clock, async (transaction) => {
        const job = parseJobOrNull((await transaction.collection('task_jobs').doc(id).get()).data);
        const reference = transaction.collection('task_queue').doc(taskId);
        const task = parseTaskOrNull((await reference.get()).data);
        if (job === null || task === null || !isOpen(job)) return;
        const shown = {
          ...withWork(
            task,
            id,
            {
              state: workStateOf(job.state),
              isCancelling: job.cancelRequestedAt === null ? undefined : true,
            },
            clock.now(),
          ),
          ...(waitsFor === null ? {} : { waitsFor }),
        };
        if (isSame(task, shown)) return;
        await reference.set({ data: toTaskData(shown) });
      });
    },
  };
}

function isSame(one: Task, other: Task): boolean {
  const face = ({ updatedAt: _, ...rest }: Task) => JSON.stringify(rest, sorted);
  return face(one) === face(other);
}

function sorted(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)));
}
