import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { Job, JobDone } from './worker';

/** Worker processes that take jobs from one queue, one job at a time each. */
export type Crew = {
  do(job: Job): Promise<JobDone>;
  dismiss(): void;
};

/** Most objects of a scenario are short-lived: a larger young generation saves garbage collections. */
const execArgv = ['--max-semi-space-size=64'];

export async function hireCrew(size: number): Promise<Crew> {
  const program = await bundleWorker();
  const idle: ChildProcess[] = [];
  const waiting: ((worker: ChildProcess) => void)[] = [];
  const all = Array.from({ length: size }, () => fork(program, { execArgv, stdio: 'inherit' }));
  idle.push(...all);

  function free(worker: ChildProcess): void {
    const next = waiting.shift();
    if (next === undefined) idle.push(worker);
    else next(worker);
  }

  return {
    async do(job) {
      const worker =
        idle.pop() ?? (await new Promise<ChildProcess>((resolve) => waiting.push(resolve)));
      const done = await answerOf(worker, job);
      free(worker);
      if ('error' in done) throw new Error(done.error);
      return done;
    },
    dismiss() {
      for (const worker of all) worker.kill();
      rmSync(program, { force: true });
    },
  };
}

function answerOf(worker: ChildProcess, job: Job): Promise<JobDone> {
  return new Promise((resolve, reject) => {
    const fail = (code: number | null): void =>
      reject(new Error(`A process of the suite ended with ${String(code)}.`));
    worker.once('exit', fail);
    worker.once('message', (done: JobDone) => {
      worker.off('exit', fail);
      resolve(done);
    });
    worker.send(job);
  });
}

/** Bundles the worker into one plain script: running TypeScript through a loader halves the speed. */
async function bundleWorker(): Promise<string> {
  const folder = join(__dirname, '../../node_modules/.cache/faults');
  mkdirSync(folder, { recursive: true });
  const outfile = join(folder, `worker-${process.pid}.cjs`);
  await build({
    entryPoints: [join(__dirname, 'worker.ts')],
    outfile,
    bundle: true,
    packages: 'external',
    platform: 'node',
    target: 'node20',
    format: 'cjs',
    logLevel: 'warning',
  });
  return outfile;
}
