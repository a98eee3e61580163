import { z } from 'zod';
import type { Cloud } from '../../cloud';
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

export function clockRoutes({ clock }: Cloud): Route[] {
  const show = () => ({ now: new Date(clock.now()), offsetMs: clock.offsetMs });
  return [
    { method: 'GET', path: '/local/clock', run: show },
    {
      method: 'PUT',
      path: '/local/clock',
      async run(request) {
        const setting = await request.ejson(ClockSetting);
        if (setting?.now != null) clock.setNow(setting.now);
        else clock.setOffset(setting?.offsetMs ?? 0);
        return show();
      },
    },
  ];
}
