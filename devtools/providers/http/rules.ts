import { isBehaviour, parseDirectives } from './directives';
import type { Behaviour } from './directives';
import type { Vendor } from './vendor';

/** A behaviour for requests selected by their number, regardless of directives in the prompt. */
export type StubRule = {
  /** A directive without its brackets: `1302`, `slow=20000`, `cut`. */
  behaviour: string;
  /** Applies to the n-th request from now on (1 is the next); absent: to every request. */
  nth?: number;
  times?: number;
  /** Only for requests whose prompt, or whose last message, contains this text. */
  prompt?: string;
  /** Only for requests to this API of the vendor; absent: to any. */
  api?: string;
};

type RuleState = StubRule & { parsed: Behaviour; seen: number; fired: number };

export type Rules = {
  set(rules: StubRule[]): void;
  list(): (StubRule & { fired: number })[];
  /** The behaviours that apply to this request: those of rules first, then those of directives in its prompt. */
  choose(prompt: string, api: string): Behaviour[];
};

export function createRules(vendor: Vendor): Rules {
  let states: RuleState[] = [];
  const attempts = new Map<string, number>();
  return {
    set(rules) {
      states = rules.map((rule) => ({ ...rule, parsed: parse(rule, vendor), seen: 0, fired: 0 }));
      attempts.clear();
    },
    list() {
      return states.map(({ parsed: _parsed, seen: _seen, ...rule }) => rule);
    },
    choose(prompt, api) {
      const fromRules = states
        .filter((state) => fires(state, prompt, api))
        .map(({ parsed }) => parsed);
      const attempt = (attempts.get(prompt) ?? 0) + 1;
      const directives = parseDirectives(prompt).filter((one) => isBehaviour(one, vendor));
      if (directives.length > 0) attempts.set(prompt, attempt);
      return [...fromRules, ...directives.filter(({ times }) => attempt <= times)];
    },
  };
}

function parse(rule: StubRule, vendor: Vendor): Behaviour {
  const [directive] = parseDirectives(`[stub:${rule.behaviour}]`);
  if (directive === undefined || !isBehaviour(directive, vendor)) {
    throw new Error(`The stub has no behaviour "${rule.behaviour}".`);
  }
  return directive;
}

function fires(state: RuleState, prompt: string, api: string): boolean {
  if (state.api !== undefined && state.api !== api) return false;
  if (state.prompt !== undefined && !prompt.includes(state.prompt)) return false;
  state.seen += 1;
  if (state.nth !== undefined && state.seen < state.nth) return false;
  const times = state.times ?? (state.nth === undefined ? Number.POSITIVE_INFINITY : 1);
  if (state.fired >= times) return false;
  state.fired += 1;
  return true;
}
