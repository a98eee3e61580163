import type { DueWork } from '../due/due-work';
import type { WorkNeeds } from './needs';
import { workQueue } from './work';

/** What is due and could not be moved now, for lack of a free model, is looked at again after that. */
const pauseMs = 3_000;

/** The certain driver of the queue. Phones that look drive it as well, and faster. */
export const workTasks: DueWork<WorkNeeds> = {
  name: 'tasks',
  signs: ({ tasks }) => tasks.jobs.signs(),
  async run(needs, { until }) {
    const { clock, tasks } = needs;
    await tasks.slots.removeExpired(clock.now());
    const { moved, errors } = await workQueue(needs, { until });
    const nextAt = await tasks.jobs.nextDueAt();
    const soonest = new Date(clock.now().getTime() + pauseMs);
    return {
      nextAt: nextAt !== null && nextAt < soonest ? soonest : nextAt,
      counts: { moved, jobErrors: errors },
    };
  },
};
