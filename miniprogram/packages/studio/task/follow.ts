import type { TaskDetail } from '../../../../cloudfunctions/shared/contracts/task';
import { delay } from '../../../services/delay';
import { watchOwn } from '../../../services/watch';
import type { Row, Watch } from '../../../services/watch';
import { getTask, nudgeQueue } from '../service';
import { isEnded } from './state';

export type FollowPage = {
  show: (task: TaskDetail) => void;
  /** `show` was not called yet, or what it showed may be out of date. */
  failed: (error: unknown) => void;
};

export type Follow = ReturnType<typeof createFollow>;

/** The poll interval while the watch is broken. */
const pollMs = 3000;
/** The queue is nudged at most once in this time. */
const nudgeMs = 2000;
/** The place in the queue and the expected time move without a change of the row. */
const placeMs = 10_000;

const nothing = (): void => undefined;

/** Follows one task while its page is open: reads it again with each change, and nudges the queue until it has ended. */
export function createFollow(taskId: string, page: FollowPage) {
  let task: TaskDetail | null = null;
  let watch: Watch | null = null;
  let isReading = false;
  let isStale = false;
  let cancelNudge = nothing;
  let cancelPlace = nothing;

  const read = async (): Promise<void> => {
    // Changes that arrive during a read are covered by one more read.
    if (isReading) {
      isStale = true;
      return;
    }
    isReading = true;
    isStale = false;
    try {
      take(await getTask(taskId));
    } catch (error) {
      if (watch !== null) page.failed(error);
    } finally {
      isReading = false;
    }
    if (needsRead()) await read();
  };

  /** A function, because TypeScript would assume that `isStale` is still false after the await. */
  const needsRead = () => isStale;

  const take = (next: TaskDetail) => {
    task = next;
    page.show(next);
    if (isEnded(next)) end();
    else if (watch !== null) waitForPlace();
  };

  const waitForPlace = () => {
    cancelPlace();
    cancelPlace = delay(() => void read(), placeMs);
  };

  const nudge = async (): Promise<void> => {
    cancelNudge();
    const startedAt = Date.now();
    try {
      await nudgeQueue();
    } catch (error) {
      console.info('not nudged', error);
    }
    if (watch === null) return;
    const wait = Math.max(0, nudgeMs - (Date.now() - startedAt));
    cancelNudge = delay(() => void nudge(), wait);
  };

  const onRows = ([row]: Row[]) => {
    if (row === undefined) return;
    if (task === null || row['state'] !== task.state || worksOf(row) !== worksOf(task)) void read();
  };

  const end = () => {
    cancelNudge();
    cancelPlace();
    watch?.close();
    watch = null;
  };

  return {
    task: () => task,
    read,

    /** The page comes to the front. */
    begin() {
      if (watch !== null || (task !== null && isEnded(task))) return;
      watch = watchOwn(
        'task_queue',
        { _id: taskId },
        {
          onRows,
          poll: () => void read(),
          maxWaitMs: pollMs,
        },
      );
      void read();
      void nudge();
    },
    end,
    take,
  };
}

/** The states of the pictures as text, to detect a change in the row. */
function worksOf(row: { works?: unknown }): string {
  if (!Array.isArray(row.works)) return '';
  return (row.works as { workId?: unknown; state?: unknown; isCancelling?: unknown }[])
    .map(({ workId, state, isCancelling }) => [workId, state, isCancelling === true].join(':'))
    .join();
}
