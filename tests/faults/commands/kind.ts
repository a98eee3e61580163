import type { Evidence } from '../history';
import type { Violation } from '../checker/books';
import type { FunctionCall } from '../world/platform';
import type { Random } from '../world/random';
import type { World } from '../world/world';
import type { Person, Target } from '../people';

/** The name of the command. */
export type AnyAct = { do: string };
/** `id` stays when other commands are dropped: it seeds what happens during the command. */
export type CommandOf<Act extends AnyAct> = { id: number; at: number; who: string } & Act;

/** A scenario while it is generated. */
export type Draft = {
  random: Random;
  people: readonly Person[];
  /** So far. */
  commands: readonly CommandOf<AnyAct>[];
  /** The requested works. */
  targets: Target[];
  /** A name that nothing else has, such as `r7`. */
  name(prefix: string): string;
  /** Adds a command at the present moment. */
  add(who: string, act: AnyAct & Readonly<Record<string, unknown>>): void;
  wait(milliseconds: number): void;
  /** The time of the business clock, unless a command has moved it. */
  now(): number;
};

/** Where something happens that is no call of a function. */
export type Scene = {
  world: World;
  /** Ids of removed rows. */
  lostRows: string[];
  /** Writes the command into the history, as of now. */
  note: () => void;
};

/**
 * One kind of command: how it is generated, and what it does. Listed in `all.ts`, and named elsewhere only where
 * invariants concern it.
 */
export type Kind<Act extends AnyAct> = {
  does: readonly Act['do'][];
  /** Of a thousand commands. */
  share: number;
  draw(draft: Draft, who: string): void;
  /** Null where nothing is asked of a function: then it happens. */
  toCall(command: CommandOf<Act>): Omit<FunctionCall, 'key'> | null;
  happen?(command: CommandOf<Act>, scene: Scene): void;
  /** The name under which an incident is counted; null for an ordinary command. */
  incidentOf?(command: CommandOf<Act>): string | null;
  /** An incident that must not show: the scenario still counts as undisturbed. */
  isHarmless?: true;
  /** Invariants of commands of this kind alone. */
  check?(evidence: Evidence): Violation[];
};

/** A call as the phone makes it. */
export function asks(
  openid: string,
  name: string,
  action: string,
  data: Record<string, unknown>,
): Omit<FunctionCall, 'key'> {
  return { name, event: { action, data }, openid };
}
