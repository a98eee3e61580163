import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';
import { Script } from 'node:vm';
import { createHttp } from './http';
import type { After, Carrier } from './http';
import type { Random } from './random';
import type { VirtualTime } from './time';

type Handler = (event: unknown, context: unknown) => Promise<unknown>;

/** The environment of one invocation; all of it ends with the invocation. */
export type Surroundings = {
  time: VirtualTime;
  random: Random;
  /** How far its clock is ahead. */
  aheadMs: number;
  environment: Readonly<Record<string, string>>;
  carry: Carrier;
  /** Null if the output is not read. */
  onLog: ((line: string) => void) | null;
};

/** One instance of a function: it has its own module state and serves one invocation at a time. */
export type Instance = {
  /** Resolves with the result of `main`. The promise of a dead invocation never settles; `abandon` frees its instance. */
  invoke(event: unknown, context: unknown, surroundings: Surroundings): Promise<unknown>;
  abandon(): void;
};

const injected = [
  'exports',
  'require',
  'module',
  '__filename',
  '__dirname',
  'process',
  'console',
  'Date',
  'Math',
  'AbortSignal',
  'performance',
  'setTimeout',
  'clearTimeout',
  'setInterval',
  'clearInterval',
  'setImmediate',
  'clearImmediate',
] as const;
type InjectedGlobals = Record<(typeof injected)[number], unknown>;

/** Compiles a bundle once; each call starts an instance with its own time, randomness, identity and network. */
export function loadProgram(entry: string): (birthEnvironment: Record<string, string>) => Instance {
  const source = `(function (${injected.join(', ')}) {${readFileSync(entry, 'utf8')}\n})`;
  const run = new Script(source, { filename: entry }).runInThisContext() as (
    ...values: unknown[]
  ) => void;
  const nativeRequire = createRequire(entry);

  return (birthEnvironment) => {
    let current: Surroundings | null = null;
    const timers = new Set<() => void>();
    const now = (): Surroundings => {
      if (current === null) throw new Error('Nobody may call an instance that is frozen.');
      return current;
    };

    /** Timers end with the invocation that set them; those set while the bundle loads do not matter and never fire. */
    function startTimer(run: () => void, milliseconds: number, isRepeated = false): Timer {
      if (current === null) return asTimer(nothing, nothing);
      const { time } = current;
      let cancel = nothing;
      const stop = (): void => {
        cancel();
        timers.delete(stop);
      };
      const start = (): void => {
        stop();
        timers.add(stop);
        cancel = time.after(milliseconds, () => {
          if (isRepeated) start();
          else timers.delete(stop);
          run();
        });
      };
      start();
      return asTimer(stop, start);
    }

    const after: After = (milliseconds, run) => startTimer(run, milliseconds).stop;
    const carrier = (): Carrier => now().carry;
    const modules = new Map<string, object>();
    for (const name of ['http', 'https'] as const) {
      const module = createHttp(`${name}:`, after, carrier);
      modules.set(name, module).set(`node:${name}`, module);
    }
    const bundle = { exports: {} as { main?: Handler } };
    const setTimer = (callback: (...values: unknown[]) => void, wait = 0, ...values: unknown[]) =>
      startTimer(() => callback(...values), wait);
    const clear = (timer: unknown): void => {
      (timer as { stop?: () => void } | null | undefined)?.stop?.();
    };
    const ownProcess = processWith(birthEnvironment);
    const surroundings: InjectedGlobals = {
      exports: bundle.exports,
      require: (name: string): unknown => modules.get(name) ?? nativeRequire(name),
      module: bundle,
      __filename: entry,
      __dirname: entry.replace(/\/[^/]*$/, ''),
      process: ownProcess,
      console: consoleOf(() => current?.onLog ?? null),
      Date: dateOf(() => (current === null ? 0 : current.time.now() + current.aheadMs)),
      Math: Object.create(Math, {
        random: { value: () => current?.random.next() ?? 0.5 },
      }) as Math,
      AbortSignal: abortSignalWith(startTimer),
      performance: { now: () => current?.time.elapsed ?? 0 },
      setTimeout: setTimer,
      clearTimeout: clear,
      setInterval: (callback: () => void, wait = 0) => startTimer(callback, wait, true),
      clearInterval: clear,
      setImmediate: (callback: (...values: unknown[]) => void, ...values: unknown[]) =>
        setTimer(callback, 0, ...values),
      clearImmediate: clear,
    };
    run(...injected.map((name) => surroundings[name]));

    function abandon(): void {
      for (const cancel of timers) cancel();
      timers.clear();
      current = null;
    }

    return {
      invoke(event, context, around) {
        if (current !== null) throw new Error('An instance serves one invocation at a time.');
        current = around;
        ownProcess.env = { ...birthEnvironment, ...around.environment };
        const { main } = bundle.exports;
        if (main === undefined) throw new Error(`${entry} exports no main.`);
        return main(event, context);
      },
      abandon,
    };
  };
}

/** The part of a Node.js timer that the functions use. */
type Timer = {
  stop: () => void;
  ref: () => Timer;
  unref: () => Timer;
  hasRef: () => boolean;
  refresh: () => Timer;
};

function asTimer(stop: () => void, start: () => void): Timer {
  const timer: Timer = {
    stop,
    ref: () => timer,
    unref: () => timer,
    hasRef: () => true,
    refresh: () => {
      start();
      return timer;
    },
  };
  return timer;
}

function nothing(): void {
  // Nothing to stop.
}

/** The real process with another environment. */
function processWith(environment: Record<string, string>): NodeJS.Process {
  const env = { value: { ...environment }, writable: true };
  return Object.create(process, { env }) as NodeJS.Process;
}

function consoleOf(reader: () => Surroundings['onLog']): object {
  const line =
    (level: string) =>
    (...values: unknown[]): void =>
      reader()?.(`${level} ${values.map(String).join(' ')}`);
  return {
    debug: line('debug'),
    log: line('info'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
    __baseLog__: () => undefined,
  };
}

/** Creates ordinary dates; only the current time differs. A function, because a proxy would be slower. */
function dateOf(now: () => number): DateConstructor {
  function VirtualDate(...values: unknown[]): Date | string {
    if ((new.target as unknown) === undefined) return new Date(now()).toString();
    return Reflect.construct(Date, values.length === 0 ? [now()] : values) as Date;
  }
  return Object.assign(VirtualDate, {
    prototype: Date.prototype,
    now,
    parse: (text: string) => Date.parse(text),
    UTC: Date.UTC,
  }) as unknown as DateConstructor;
}

function abortSignalWith(startTimer: (run: () => void, wait: number) => object): object {
  return new Proxy(AbortSignal, {
    get(target, key) {
      if (key !== 'timeout') return Reflect.get(target, key) as unknown;
      return (milliseconds: number): AbortSignal => {
        const controller = new AbortController();
        startTimer(
          () => controller.abort(new DOMException('The operation timed out', 'TimeoutError')),
          milliseconds,
        );
        return controller.signal;
      };
    },
  });
}
