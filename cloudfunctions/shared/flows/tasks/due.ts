import type { DueWork } from '../due/due-work';
import { earlier } from '../../domain/time/due';
import type { WorkNeeds } from './needs';
import { workQueue } from './work';

/** Pause before due jobs that were not moved: unreadable rows, or jobs held by another worker. */
const pauseMs = 60_000;
const minPauseMs = 3_000;

/** The reliable driver of the queue. Phones that poll drive it as well, and faster. */
export const workTasks: DueWork<WorkNeeds> = {
  name: 'tasks',
  signs: ({ tasks }) => tasks.jobs.signs(),
  async run(needs, { until }) {
    const { clock, tasks } = needs;
    await tasks.slots.removeExpired(clock.now());
    const { moved, errors, leftUntil } = await workQueue(needs, { until });
    return { nextAt: await nextLook(leftUntil, needs), counts: { moved, jobErrors: errors } };
  },
};

async function nextLook(leftUntil: Date | null, { clock, tasks }: WorkNeeds): Promise<Date | null> {
  const now = clock.now();
  const soonest = new Date(now.getTime() + minPauseMs);
  const first = await tasks.jobs.nextDueAt();
  if (first === null || first > now) return first !== null && first < soonest ? soonest : first;
  const next = await tasks.jobs.nextDueAt(now);
  const at = earlier(next, leftUntil ?? new Date(now.getTime() + pauseMs));
  return at !== null && at < soonest ? soonest : at;
}
