import type { AlarmsArea } from '../../data/alarms/area';
import type { TimerRepository } from '../../data/timers/timers';
import { advance } from '../../domain/alarms/advance';
import { symptomsOf } from '../../domain/alarms/alarm';
import type { Figures } from '../../domain/alarms/alarm';
import type { Robot } from '../../domain/alarms/robot';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import type { DueWork } from '../due/due-work';
import { sendAlarms } from './tell';

export type WatchNeeds = {
  clock: Clock;
  log: Log;
  alarms: AlarmsArea;
  timers: Pick<TimerRepository, 'beginWatch'>;
  providers: { robot: Robot | null };
};

const minuteMs = 60_000;
/** A tick may come a few seconds early. */
const leewayMs = 10_000;
const watchEveryMs = 5 * minuteMs - leewayMs;
/** A long-standing alarm is checked less often, and so is everything while works of `tick` fail. */
const freshMs = 120 * minuteMs;
const slowlyMs = 30 * minuteMs - leewayMs;

/**
 * Looks for symptoms that users feel. It runs with the looks of other works, since whatever happens has announced a deadline. It
 * schedules itself while something waits or is wrong, and lets an idle environment sleep.
 */
export const watchdog: DueWork<WatchNeeds> = {
  name: 'watchdog',
  signs: ({ alarms }, now) => alarms.signs(now),
  async run(needs) {
    const { alarms, clock, timers } = needs;
    const now = clock.now();
    const watch = await timers.beginWatch(now, watchEveryMs);
    // Failing works are retried with back-off, which this must not cut short.
    const isFailing = watch.failures > 0;
    const slowlyAt = new Date(now.getTime() + slowlyMs);
    // Not null, even after a failed look: otherwise nothing would check the open alarm again for hours.
    if (!watch.isOurs) return { nextAt: isFailing ? slowlyAt : watch.nextAt };
    const [measured, standing] = await Promise.all([
      alarms.figures.measure(now),
      alarms.listStanding(),
    ]);
    const figures: Figures = { ...measured, timerFailures: watch.failures };
    const advances = advance(standing, symptomsOf(figures, now), now);
    const changed = advances.filter(({ isChanged }) => isChanged);
    for (const { alarm } of changed) await alarms.put(alarm);
    const messages = await sendAlarms(advances, needs);
    const open = advances.flatMap(({ alarm }) => (alarm.isOpen ? [alarm] : []));
    const isFresh = open.some(({ since }) => now.getTime() - since.getTime() < freshMs);
    const soon = isFresh || messages.isLeft || isBusy(figures);
    const soonAt = isFailing ? slowlyAt : new Date(now.getTime() + watchEveryMs);
    return {
      nextAt: soon ? soonAt : open.length > 0 ? slowlyAt : null,
      counts: { alarms: changed.length, alarmMessages: messages.sent },
    };
  },
};

function isBusy({ oldestJobAt, oldestPaidAt, waitingBackups }: Figures): boolean {
  return oldestJobAt !== null || oldestPaidAt !== null || waitingBackups > 0;
}
