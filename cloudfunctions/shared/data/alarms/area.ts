import { judgedWorks, silenceOf } from '../../domain/alarms/alarm';
import type { Alarm } from '../../domain/alarms/alarm';
import { openJobStates } from '../../domain/tasks/job';
import type { Clock } from '../../domain/time/clock';
import type { Database } from '../core/database';
import { createRowReader } from '../core/rows';
import type { OnInvalidRow } from '../core/rows';
import { parseAlarm } from '../rows/alarm';
import type { TimerRepository } from '../timers/timers';
import type { Sign } from '../timers/sign';
import { createFigures } from './figures';

export type AlarmsArea = ReturnType<typeof createAlarmsArea>;

/** Spans two runs of the watchdog. */
const recentMs = 10 * 60_000;
/** There is one row per kind, so one query is enough. */
const maxAlarms = 100;

/** The watchdog's stored state, and the figures it measures. */
export function createAlarmsArea(
  database: Database,
  clock: Clock,
  timers: Pick<TimerRepository, 'readBeat'>,
  onInvalidRow: OnInvalidRow,
) {
  const alarms = () => database.collection('alarms');
  const reader = createRowReader(parseAlarm, onInvalidRow);

  async function listStanding(): Promise<Alarm[]> {
    return reader.readAll((await alarms().limit(maxAlarms).get()).data);
  }

  return {
    figures: createFigures(database, onInvalidRow, judgedWorks),
    listStanding,

    /** One alarm of every kind ever raised, open ones first, then the latest first; plus an alarm if the timer is silent. */
    async list(): Promise<Alarm[]> {
      const [standing, beatAt] = await Promise.all([listStanding(), timers.readBeat()]);
      const silence = silenceOf(beatAt, clock.now());
      return [...(silence === null ? [] : [silence]), ...standing].sort(
        (one, other) =>
          Number(other.isOpen) - Number(one.isOpen) || other.since.getTime() - one.since.getTime(),
      );
    },

    /** Idempotent. */
    async put({ kind, ...data }: Alarm): Promise<void> {
      await alarms().doc(kind).set({ data });
    },

    /** What is wrong, what may become wrong without another request, and what has just happened. */
    signs(now: Date): Sign[] {
      const { command } = database;
      const since = new Date(now.getTime() - recentMs);
      return [
        {
          collection: 'works',
          where: { status: command.in(['completed', 'failed']), createdAt: command.gte(since) },
        },
        { collection: 'alarms', where: { isOpen: true } },
        { collection: 'task_jobs', where: { state: command.in(openJobStates) } },
        { collection: 'task_jobs', where: { state: 'dead', discardedAt: null } },
        { collection: 'orders', where: { status: command.in(['paid', 'needs_review']) } },
        { collection: 'emergency_backup', where: { isRecovered: false } },
      ];
    },
  };
}
