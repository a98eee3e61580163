import { shared } from './mutant';
import type { Edit, Mutant } from './mutant';

const without = (guard: string, ...edits: Edit[]): Mutant => ({ guard, edits, isAbout: 'studio' });
const inRace = (race: string, mutant: Mutant): Mutant => ({ ...mutant, race });

/** Guards of tasks, their queue, their photos and their messages. */
export const studio: Mutant[] = [
  inRace(
    'a lease that is lost while its worker lives',
    without('writes of a worker under its own token', {
      file: `${shared}/data/tasks/jobs.ts`,
      find: '.where({ _id: job.id, leaseToken: job.leaseToken, ...unless })',
      replace: '.where({ _id: job.id, ...unless })',
    }),
  ),
  inRace(
    'a lease that is lost while its worker ends the job',
    without('who has lost the lease ends no picture', {
      file: `${shared}/data/tasks/endings.ts`,
      find: "by === 'owner' ? job.state === 'queued' : job.leaseToken === held.leaseToken;",
      replace: "by === 'owner' ? job.state === 'queued' : held.leaseToken > 0;",
    }),
  ),
  inRace(
    'a lease that is lost before an order is written down, by a clock that leaps',
    without('who has lost the lease begins no order', {
      file: `${shared}/data/tasks/attempts.ts`,
      find: 'row.leaseToken === job.leaseToken &&',
      replace: 'row.leaseToken > 0 &&',
    }),
  ),
  without('no more places at a vendor than it has', {
    file: `${shared}/domain/tasks/slots.ts`,
    find: 'return Array.from({ length: max }, (_, index) => index + 1)',
    replace: 'return Array.from({ length: max + 9 }, (_, index) => index + 1)',
  }),
  without('an attempt is written down before its order is sent', {
    file: `${shared}/flows/tasks/start.ts`,
    find: 'const placed = await tasks.attempts.begin(job, toAttempt(job, place, current), current);',
    replace: 'const placed = { ...job, attempt: current } as Job | null; void toAttempt;',
  }),
  without('a message is sent for an agreement', {
    file: `${shared}/domain/notify/consent.ts`,
    find: '  if (consent.balance < 1) return null;',
    replace: '',
  }),
  inRace(
    'a worker that dies of its message, and the next one',
    without(
      'a message whose answer was lost is not sent again',
      {
        file: `${shared}/flows/notify/send.ts`,
        find: "if (state === 'sending') {",
        replace: "if (state === 'sending' && now.getTime() < 0) {",
      },
      {
        file: `${shared}/flows/notify/send.ts`,
        find: "} else if (state !== 'waiting') await",
        replace: "} else if (state !== 'waiting' && state !== 'sending') await",
      },
    ),
  ),
  inRace(
    'an order that is refused for now',
    without('what was refused for now is due again soon', {
      file: `${shared}/flows/tasks/refusal.ts`,
      find: 'const retryWaitsMs = [10_000, 30_000];',
      replace: 'const retryWaitsMs = [1_800_000, 1_800_000];',
    }),
  ),
  without('photos used by a task are noted', {
    file: `${shared}/flows/tasks/submit.ts`,
    find: '    await addUses(transaction, order, taskId, needs);',
    replace: '    void addUses;',
  }),
  without('an answer to the question counts once', {
    file: `${shared}/domain/notify/consent.ts`,
    find: 'if (consent.requests.some((request) => request.requestId === requestId)) return null;',
    replace: '',
  }),
  without('what was not delivered is given back, each picture by itself', {
    file: `${shared}/data/tasks/endings.ts`,
    find: '    if (work.cost === 0) {\n      await write({ ...failed, refundedCredits: 0 });',
    replace: '    if (work.cost >= 0) {\n      await write({ ...failed, refundedCredits: 0 });',
  }),
  inRace(
    'a worker that dies of its order, and the next one',
    without('an order of unknown outcome is not sent again', {
      file: `${shared}/flows/tasks/step-queued.ts`,
      find: 'if (unresolved !== undefined) return endUnknown(job, unresolved, needs);',
      replace: 'void unresolved; void endUnknown;',
    }),
  ),
  without('nothing is delivered before it has passed', {
    file: `${shared}/flows/tasks/step-arrived.ts`,
    find: 'const verdict = job.verdict ?? (await askForVerdict(job, needs));',
    replace: "const verdict = (void askForVerdict, 'pass' as MediaOutcome | null);",
  }),
  without('turns of a user stand apart', {
    file: `${shared}/domain/tasks/turn.ts`,
    find: 'last = Math.max(now.getTime(), last + turnStepMs / weight);',
    replace: 'last = now.getTime(); void weight; void turnStepMs;',
  }),
  without("another's task is a missing one", {
    file: `${shared}/flows/tasks/own.ts`,
    find: 'const task = await tasks.findOwn(taskId, userId);',
    replace: 'const task = await tasks.find(taskId); void userId;',
  }),
  inRace(
    'more pictures than the budget of a day',
    without('the budget of the day', {
      file: `${shared}/data/tasks/budget.ts`,
      find: 'const room = Number.isFinite(budget.dailyFen)',
      replace: 'const room = !Number.isFinite(budget.dailyFen)',
    }),
  ),
  inRace(
    'a cancel while the answer of a vendor is written down',
    without('an owner ends nothing that a vendor has begun', {
      file: `${shared}/data/tasks/endings.ts`,
      find: "return by === 'owner' ? job.state === 'queued' : job.leaseToken === held.leaseToken;",
      replace: "return by === 'owner' || job.leaseToken === held.leaseToken;",
    }),
  ),
];
