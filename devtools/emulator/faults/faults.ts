import type { FaultRule, FaultService } from './rule';

/** One call to the cloud, with the fields that rules match. */
export type CloudCall = {
  service: FaultService;
  operation: string;
  collection?: string | undefined;
  /** The calling function; for the service `functions`, the function being called. */
  function?: string | undefined;
  /** `name` or `name:port`, for the service `http`. */
  host?: string | undefined;
};

export type Faults = {
  set(rules: FaultRule[]): void;
  clear(): void;
  list(): (FaultRule & { fired: number })[];
  /** Counts the call against every rule that matches it and returns the first that fires. */
  strike(call: CloudCall): FaultRule | null;
  concerns(service: FaultService): boolean;
};

type ArmedRule = { rule: FaultRule; seen: number; fired: number; draw: () => number };

export function createFaults(): Faults {
  let armed: ArmedRule[] = [];
  return {
    set(rules) {
      armed = rules.map((rule) => ({ rule, seen: 0, fired: 0, draw: drawFrom(rule.seed ?? 1) }));
    },
    clear() {
      armed = [];
    },
    list: () => armed.map(({ rule, fired }) => ({ ...rule, fired })),
    strike(call) {
      let struck: FaultRule | null = null;
      for (const entry of armed) {
        if (!fits(entry.rule, call)) continue;
        entry.seen += 1;
        if (struck !== null || !isDue(entry)) continue;
        entry.fired += 1;
        struck = entry.rule;
      }
      return struck;
    },
    concerns: (service) => armed.some(({ rule }) => rule.service === service),
  };
}

function fits(rule: FaultRule, call: CloudCall): boolean {
  return (
    rule.service === call.service &&
    fitsOperation(rule, call) &&
    (rule.collection === undefined || rule.collection === call.collection) &&
    (rule.function === undefined || rule.function === call.function) &&
    (rule.host === undefined || fitsHost(rule.host, call.host))
  );
}

/** Only rules that name `watch` apply to a phone's watch; without an operation a rule is about calls. */
function fitsOperation({ operation }: FaultRule, call: CloudCall): boolean {
  return operation === undefined ? call.operation !== 'watch' : operation === call.operation;
}

function fitsHost(wanted: string, host: string | undefined): boolean {
  return host !== undefined && (wanted === host || wanted === host.replace(/:\d+$/, ''));
}

function isDue({ rule, seen, fired, draw }: ArmedRule): boolean {
  if (seen < (rule.nth ?? 1)) return false;
  const times = rule.times ?? (rule.nth === undefined ? Infinity : 1);
  if (fired >= times) return false;
  return rule.probability === undefined || draw() < rule.probability;
}

/** A generator of numbers in [0, 1), reproducible from the seed (mulberry32). */
function drawFrom(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}
