import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { ControlError } from '../router';
import type { Route } from '../router';

const Moment = z
  .union([z.date(), z.number(), z.iso.datetime({ offset: true })])
  .transform((value) => new Date(value).getTime());

const ClockSetting = z
  .strictObject({ now: Moment.nullish(), offsetMs: z.number().nullish() })
  .refine(
    ({ now, offsetMs }) => now == null || offsetMs == null,
    'give either now or offsetMs, not both',
  )
  .nullish();

export function clockRoutes({ clock, functions }: Cloud): Route[] {
  const show = () => ({ now: new Date(clock.now()), offsetMs: clock.offsetMs });
  return [
    { method: 'GET', path: '/local/clock', run: show },
    {
      method: 'PUT',
      path: '/local/clock',
      async run(request) {
        const setting = await request.ejson(ClockSetting);
        if (setting?.now != null) clock.setNow(withinDates(setting.now));
        else {
          const offsetMs = setting?.offsetMs ?? 0;
          withinDates(Date.now() + offsetMs);
          clock.setOffset(offsetMs);
        }
        await functions.clockSeen();
        return show();
      },
    },
  ];
}

const latest = Date.UTC(10_000, 0, 1);

/** ISO 8601 writes four-digit years, and far beyond them `Date` is invalid. */
function withinDates(moment: number): number {
  if (moment >= 0 && moment < latest) return moment;
  throw new ControlError(400, 'the clock goes from 1970 to 9999');
}
