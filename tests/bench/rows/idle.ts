import { schedulesOf, spendMonth } from '../../support/idle-month';
import { isWithin } from '../row';
import type { Result, Row } from '../row';

/** The calls before one timer handled everything that is due. */
const callsBefore = 388_800;

/** The cost of the timers without users: database calls and invocations in thirty days of virtual time. */
export const idle: Row = {
  name: 'idle',
  measure: async ({ productFunctions }) => [
    await measureMonth(1, 95_000, productFunctions),
    await measureMonth(3, 35_000, productFunctions),
  ],
};

async function measureMonth(
  tickMinutes: number,
  atMost: number,
  functionsFolder: string,
): Promise<Result> {
  const { calls, looks } = await spendMonth(await schedulesOf(tickMinutes), functionsFolder);
  return {
    what: `a month without users, tick every ${tickMinutes === 1 ? 'minute' : `${tickMinutes} minutes`}: database calls and invocations`,
    ours: calls.toLocaleString('en'),
    baseline: `timers of their own ${callsBefore.toLocaleString('en')}`,
    ratio: '',
    target: `≤ ${atMost.toLocaleString('en')}`,
    isMet: isWithin(calls, { atMost }),
    note: `all timers together, ${looks} looks of tick among them; ticks that find nothing due are run for six hours and counted from then on`,
  };
}
