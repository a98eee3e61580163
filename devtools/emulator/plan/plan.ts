import type { Calls } from '../functions/invocation';
import { noCalls } from '../functions/invocation';
import { tooManyAtOnce, tooManyPerSecond } from '../wire/errors';

/** Limits of a purchased plan; an absent one is not enforced. */
export type PlanLimits = {
  /** Database requests of functions within any second. */
  databasePerSecond?: number | undefined;
  /** Concurrent database requests of functions, as each uses a connection. */
  databaseConnections?: number | undefined;
  /** Concurrent invocations of one function. */
  functionConcurrency?: number | undefined;
};

/** Counts since the plan was set. */
export type PlanFigures = {
  database: {
    requests: number;
    refusedForRate: number;
    refusedForConnections: number;
    maxPerSecond: number;
    maxAtOnce: number;
  };
  functions: { invocations: number; refused: number; maxAtOnce: number; calls: Calls };
};

export type Plan = {
  /** Null removes the plan, and nothing is counted. */
  set(limits: PlanLimits | null): void;
  show(): { limits: PlanLimits; figures: PlanFigures } | null;
  /** Runs a database request, or throws the platform's refusal. */
  database<Result>(run: () => Promise<Result>): Promise<Result>;
  /** Runs an invocation. Returns null, without running it, when the platform refuses it. */
  invocation<Result>(
    name: string,
    calls: Calls,
    run: () => Promise<Result>,
  ): Promise<Result> | null;
};

const secondMs = 1_000;

/** Enforces the limits of a plan as the platform does: requests over a limit are refused at once, nothing is queued. */
export function createPlan(now: () => number = () => performance.now()): Plan {
  let limits: PlanLimits | null = null;
  let figures = noFigures();
  let connections = 0;
  /** Start times of the requests within the last second. */
  let begun: number[] = [];
  const running = new Map<string, number>();

  function admitRequest({ databasePerSecond, databaseConnections }: PlanLimits): void {
    const { database } = figures;
    database.requests += 1;
    const moment = now();
    begun = begun.filter((at) => moment - at < secondMs);
    if (begun.length >= (databasePerSecond ?? Infinity)) {
      database.refusedForRate += 1;
      throw tooManyPerSecond();
    }
    if (connections >= (databaseConnections ?? Infinity)) {
      database.refusedForConnections += 1;
      throw tooManyAtOnce();
    }
    begun.push(moment);
    database.maxPerSecond = Math.max(database.maxPerSecond, begun.length);
    database.maxAtOnce = Math.max(database.maxAtOnce, connections + 1);
  }

  async function serve<Result>(
    name: string,
    atOnce: number,
    calls: Calls,
    run: () => Promise<Result>,
  ): Promise<Result> {
    running.set(name, atOnce);
    try {
      return await run();
    } finally {
      running.set(name, (running.get(name) ?? 1) - 1);
      const sum = figures.functions.calls;
      for (const service of Object.keys(sum) as (keyof Calls)[]) sum[service] += calls[service];
    }
  }

  return {
    set(next) {
      limits = next;
      figures = noFigures();
      begun = [];
    },
    show: () => (limits === null ? null : { limits, figures }),
    async database(run) {
      if (limits === null) return run();
      admitRequest(limits);
      connections += 1;
      try {
        return await run();
      } finally {
        connections -= 1;
      }
    },
    invocation(name, calls, run) {
      if (limits === null) return run();
      const { functions } = figures;
      const atOnce = (running.get(name) ?? 0) + 1;
      functions.invocations += 1;
      if (atOnce > (limits.functionConcurrency ?? Infinity)) {
        functions.refused += 1;
        return null;
      }
      functions.maxAtOnce = Math.max(functions.maxAtOnce, atOnce);
      return serve(name, atOnce, calls, run);
    },
  };
}

function noFigures(): PlanFigures {
  return {
    database: {
      ...{ requests: 0, refusedForRate: 0, refusedForConnections: 0 },
      ...{ maxPerSecond: 0, maxAtOnce: 0 },
    },
    functions: { invocations: 0, refused: 0, maxAtOnce: 0, calls: noCalls() },
  };
}
