import type { Evidence } from '../history';
import type { Violation } from '../checker/books';
import type { FunctionCall } from '../world/platform';
import type { Random } from '../world/random';
import type { World } from '../world/world';
import type { Person, Target } from '../people';

/** The name of the command. */
export type AnyAct = { do: string };
/** `id` seeds what happens during the command; it stays the same when other commands are dropped. */
export type CommandOf<Act extends AnyAct> = { id: number; at: number; who: string } & Act;

/** A scenario under construction. */
export type Draft = {
  random: Random;
  people: readonly Person[];
  /** The commands so far. */
  commands: readonly CommandOf<AnyAct>[];
  /** The works requested so far. */
  targets: Target[];
  /** A unique name, such as `r7`. */
  name(prefix: string): string;
  /** Adds a command at the current time of the draft. */
  add(who: string, act: AnyAct & Readonly<Record<string, unknown>>): void;
  wait(milliseconds: number): void;
  /** The business clock at this time, ignoring commands that move it. */
  now(): number;
};

/** What `happen` can act on. */
export type Scene = {
  world: World;
  /** Ids of removed rows. */
  lostRows: string[];
  /** Adds the command to the history, at the current time. */
  note: () => void;
};

/**
 * One kind of command: how it is generated, and what it does. It is listed in `all.ts`, and named elsewhere only
 * where an invariant concerns it.
 */
export type Kind<Act extends AnyAct> = {
  does: readonly Act['do'][];
  /** Per thousand commands. */
  share: number;
  draw(draft: Draft, who: string): void;
  /** The call of a function; null if the command is not a call: then `happen` runs. */
  toCall(command: CommandOf<Act>): Omit<FunctionCall, 'key'> | null;
  happen?(command: CommandOf<Act>, scene: Scene): void;
  /** The name for counting incidents; null for an ordinary command. */
  incidentOf?(command: CommandOf<Act>): string | null;
  /** An incident without visible effect: the scenario still counts as undisturbed. */
  isHarmless?: true;
  /** Invariants that concern only commands of this kind. */
  check?(evidence: Evidence): Violation[];
};

/** A call as a phone makes it. */
export function phoneCall(
  openid: string,
  name: string,
  action: string,
  data: Record<string, unknown>,
): Omit<FunctionCall, 'key'> {
  return { name, event: { action, data }, openid };
}
