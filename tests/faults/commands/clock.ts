import { nextMidnight, nextMonth } from '../calendar';
import type { Random } from '../world/random';
import { drawGeneration } from './generate';
import type { Kind } from './kind';
import type { SweepAct } from './sweep';

export type ClockAct =
  { do: 'clock'; to: 'midnight' | 'month-end'; beforeMs: number } | { do: 'clock'; byMs: number };

/** The clock of all instances jumps, or the clock of one sweeper is ahead. */
export const clock: Kind<ClockAct> = {
  does: ['clock'],
  share: 60,
  draw(draft, who) {
    const { random } = draft;
    const move = drawMove(random);
    const isAhead = 'byMs' in move && move.byMs > 0 && random.chance(0.5);
    if (!isAhead) {
      draft.add(who, move);
      return;
    }
    // A sweeper with a fast clock takes over a work that is still being drawn.
    drawGeneration(draft, who);
    draft.wait(random.between(100, 1_000));
    draft.add(who, { do: 'sweep', aheadMs: move.byMs } satisfies SweepAct);
  },
  toCall: () => null,
  happen(command, { world: { time } }) {
    if ('byMs' in command) {
      time.move(command.byMs);
      return;
    }
    const next = command.to === 'midnight' ? nextMidnight : nextMonth;
    time.move(next(time.now()) - command.beforeMs - time.now());
  },
  incidentOf(command) {
    if ('byMs' in command) return command.byMs < 0 ? 'clock back' : 'clock forward';
    return `clock to ${command.to}`;
  },
};

function drawMove(random: Random): ClockAct {
  const kind = random.next();
  const beforeMs = random.pick([1, 20, 500, 5_000]);
  if (kind < 0.3) return { do: 'clock', to: 'midnight', beforeMs };
  if (kind < 0.4) return { do: 'clock', to: 'month-end', beforeMs };
  if (kind < 0.7) return { do: 'clock', byMs: random.between(130_000, 600_000) };
  return { do: 'clock', byMs: -random.between(1_000, 10_000) };
}
