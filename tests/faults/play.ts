import { kindOf } from './commands/all';
import type { Command } from './commands/all';
import type { Call, Reply } from './history';
import type { World } from './world/world';

/** The observations of one scenario. */
export type Notes = { calls: Call[]; lostRows: string[] };

/** Executes a command now and records what its caller saw. */
export async function play(command: Command, world: World, notes: Notes): Promise<void> {
  const kind = kindOf(command);
  const before = begin(command, world);
  const call = kind.toCall(command);
  if (call === null) {
    const note = (): void => void notes.calls.push(before);
    kind.happen?.(command, { world, lostRows: notes.lostRows, note });
    return;
  }
  const outcome = await world.call({ ...call, key: command.id });
  const reply = outcome.kind === 'answered' ? (outcome.reply as Reply | null) : null;
  const { time } = world;
  notes.calls.push({ ...before, endedAt: time.elapsed, endClock: time.now(), outcome, reply });
}

function begin(command: Command, { time }: World): Call {
  const [moment, clock] = [time.elapsed, time.now()];
  return {
    command,
    startedAt: moment,
    endedAt: moment,
    startClock: clock,
    endClock: clock,
    outcome: { kind: 'answered', reply: null },
    reply: null,
  };
}
