import { InvocationFailed, functionFailures } from './failures';
import type { Instance } from './instance';

export type Pool = {
  /**
   * Returns an instance for one invocation: a warm one, a new one, or the next that becomes free. Rejects with
   * InvocationFailed when none starts, or when the pool closes first.
   */
  acquire(): Promise<Instance>;
  release: (instance: Instance) => void;
  instances(): Iterable<Instance>;
  close(): Promise<void>;
};

export type PoolOptions = {
  maxInstances: number;
  idleSeconds: number;
  start: () => Instance;
  /** Identifies the current bundle. Instances of another generation run an old bundle and are retired. */
  generation: () => string;
};

type Waiter = { resolve: (instance: Instance) => void; reject: (error: unknown) => void };

/** Loading a bundle keeps a core busy, so more concurrent starts would slow all of them down. */
const maxStarting = 2;

export function createPool(options: PoolOptions): Pool {
  const all = new Set<Instance>();
  const idleTimers = new Map<Instance, NodeJS.Timeout>();
  const waiters: Waiter[] = [];
  let idle: Instance[] = [];
  let starting = 0;
  let isClosed = false;

  function discard(instance: Instance): void {
    all.delete(instance);
    idle = idle.filter((other) => other !== instance);
    clearTimeout(idleTimers.get(instance));
    idleTimers.delete(instance);
  }

  function retire(instance: Instance): void {
    discard(instance);
    void instance.close();
  }

  function takeIdle(): Instance | undefined {
    for (let instance = idle.pop(); instance !== undefined; instance = idle.pop()) {
      clearTimeout(idleTimers.get(instance));
      idleTimers.delete(instance);
      if (instance.generation === options.generation()) return instance;
      retire(instance);
    }
    return undefined;
  }

  function pump(): void {
    while (waiters.length > 0) {
      const instance = takeIdle();
      if (instance === undefined) break;
      waiters.shift()?.resolve(instance);
    }
    while (starting < Math.min(waiters.length, maxStarting) && all.size < options.maxInstances) {
      void grow();
    }
  }

  async function grow(): Promise<void> {
    starting += 1;
    try {
      const instance = options.start();
      all.add(instance);
      instance.onDeath(() => {
        discard(instance);
        pump();
      });
      await instance.ready;
      starting -= 1;
      release(instance);
    } catch (error) {
      starting -= 1;
      // Fails the invocation that caused this start; other waiting invocations cause further starts.
      waiters.shift()?.reject(error);
      pump();
    }
  }

  function release(instance: Instance): void {
    if (instance.isDead) return;
    if (instance.generation !== options.generation()) {
      retire(instance);
    } else {
      idle.push(instance);
      const timer = setTimeout(() => retire(instance), options.idleSeconds * 1000);
      timer.unref();
      idleTimers.set(instance, timer);
    }
    pump();
  }

  return {
    acquire: () =>
      new Promise((resolve, reject) => {
        if (isClosed) {
          reject(stopped());
          return;
        }
        waiters.push({ resolve, reject });
        pump();
      }),
    release,
    instances: () => all,
    async close() {
      isClosed = true;
      for (const { reject } of waiters.splice(0)) reject(stopped());
      for (const timer of idleTimers.values()) clearTimeout(timer);
      await Promise.all([...all].map((instance) => instance.close()));
    },
  };
}

/** An invocation that never got an instance fails like one whose instance died. */
function stopped(): InvocationFailed {
  return new InvocationFailed(functionFailures.exited());
}
