import type { FaultRule } from './rule';

/** How the caller of one service perceives each kind of fault. */
export type FaultEffects<Outcome> = {
  sleep: (milliseconds: number) => Promise<void>;
  /** Fails the call, whether it ran or not: with the rule's code, or by cutting the connection. */
  refuse(rule: FaultRule): Outcome;
  reply(rule: FaultRule): Outcome;
  conflict(rule: FaultRule): Promise<Outcome> | Outcome;
  hang(): Promise<Outcome> | Outcome;
  kill(): Promise<Outcome> | Outcome;
};

const defaultDelayMs = 1000;

export function underFault<Outcome>(
  rule: FaultRule | null,
  run: () => Promise<Outcome>,
  effects: FaultEffects<Outcome>,
): Promise<Outcome> {
  return rule === null ? run() : strike(rule, run, effects);
}

async function strike<Outcome>(
  rule: FaultRule,
  run: () => Promise<Outcome>,
  effects: FaultEffects<Outcome>,
): Promise<Outcome> {
  switch (rule.fault) {
    case 'delay':
      await effects.sleep(rule.delayMs ?? defaultDelayMs);
      return run();
    case 'fail-before':
      return effects.refuse(rule);
    case 'fail-after':
      await run();
      return effects.refuse(rule);
    case 'conflict':
      return effects.conflict(rule);
    case 'hang':
      return effects.hang();
    case 'kill':
      return effects.kill();
    case 'reply':
      return effects.reply(rule);
  }
}
