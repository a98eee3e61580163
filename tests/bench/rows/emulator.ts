import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instanceEnvironment } from '../../../devtools/emulator/functions/environment';
import type { Bench } from '../bench';
import { fillShelves, otherShelves, sampleWork } from '../dataset';
import { projectRoot } from '../folders';
import { computedMs, sampleOf } from '../processes/spawn';
import { isWithin, milliseconds } from '../row';
import type { Result, Row } from '../row';
import { median } from '../statistics';
import { enterProduct } from '../users';

/** The speed of the workshop, which developers wait for. */
export const emulator: Row = {
  name: 'emulator',
  measure: async (bench) => [
    await measureReset(bench),
    await measureStart(bench),
    await measureDocGet(bench),
  ],
};

function measureReset(bench: Bench): Promise<Result> {
  const works = bench.isQuick ? 1000 : 10_000;
  return bench.withProductClouds(1, async ([cloud]) => {
    if (cloud === undefined) throw new Error('There is no cloud.');
    const sample = await sampleWork(cloud);
    const samples: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      await fillShelves(cloud, sample, otherShelves(works));
      const startedAt = performance.now();
      await cloud.reset(true);
      samples.push(performance.now() - startedAt);
    }
    const value = median(samples);
    return {
      what: 'emulator: reset to the seed rows',
      ours: milliseconds(value),
      baseline: '',
      ratio: '',
      target: '≤ 50 ms',
      isMet: isWithin(value, { atMost: 50 }),
      note: `median of ${samples.length}, slowest ${milliseconds(Math.max(...samples))}; ${works.toLocaleString('en')} works in it each time`,
    };
  });
}

async function measureStart(bench: Bench): Promise<Result> {
  const samples: number[] = [];
  while (samples.length < (bench.isQuick ? 1 : 5)) samples.push(await timeStart());
  const value = median(samples);
  return {
    what: 'npm start after the build, until it answers',
    ours: milliseconds(value),
    baseline: '',
    ratio: '',
    target: '≤ 5 s',
    isMet: isWithin(value, { atMost: 5000 }),
    note: `median of ${samples.length} with an empty data folder, slowest ${milliseconds(Math.max(...samples))}`,
  };
}

async function timeStart(): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-start-'));
  const startedAt = performance.now();
  const child = spawn('npm', ['start', '--', '--port', '0', '--data', folder], {
    cwd: projectRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
    // A process group of its own, because npm does not forward every signal to its children.
    detached: true,
  });
  try {
    let output = '';
    await new Promise<void>((resolve, reject) => {
      const read = (part: Buffer): void => {
        output += part.toString();
        if (/^ready http/m.test(output)) resolve();
      };
      child.stdout.on('data', read);
      child.stderr.on('data', read);
      child.once('exit', () => reject(new Error(`npm start ended:\n${output}`)));
    });
    return performance.now() - startedAt;
  } finally {
    if (child.pid !== undefined && child.exitCode === null) {
      const ended = once(child, 'exit');
      process.kill(-child.pid, 'SIGTERM');
      await ended;
    }
    rmSync(folder, { recursive: true, force: true });
  }
}

const parallel = 50;

type DocGetSample = {
  perSecond: number;
  medianMs: number;
  computedMs: number;
  requests: number;
};

function measureDocGet(bench: Bench): Promise<Result> {
  return bench.withProductClouds(1, async ([cloud]) => {
    if (cloud === undefined) throw new Error('There is no cloud.');
    const seconds = bench.isQuick ? 2 : 5;
    const userId = await enterProduct(cloud, 'bench-doc-get');
    const { docs } = await cloud.find('users', { _id: userId });
    const ids = Array.from({ length: 100 }, (_, n) => `user_bench${n}`);
    await cloud.put(
      'users',
      ids.map((_id) => ({ ...docs[0], _id })),
    );
    const definition = {
      name: 'bench',
      entry: '',
      generation: '',
      config: { timeout: 60, memorySize: 256, triggers: [], environment: [], messagePush: [] },
    };
    const before = computedMs(cloud.pid);
    const sample = await sampleOf<DocGetSample>(
      'doc-get.cjs',
      ['users', ids.join(','), String(parallel), String(seconds)],
      {
        ...instanceEnvironment(
          cloud.url,
          { ...definition, config: { ...definition.config, permissions: { openapi: [] } } },
          {},
        ),
        SILENCE: 'true',
      },
    );
    const { perSecond, medianMs, requests } = sample;
    const served = (computedMs(cloud.pid) - before) / requests;
    return {
      what: `emulator: doc.get at ${parallel} parallel, per second`,
      ours: perSecond.toFixed(0),
      baseline: '',
      ratio: '',
      target: '≥ 2000',
      isMet: isWithin(perSecond, { atLeast: 2000 }),
      note: `the real SDK in one process, signing and decoding included; median ${milliseconds(medianMs)} a request; the client computes ${milliseconds(sample.computedMs)} for each, the emulator ${milliseconds(served)}`,
    };
  });
}
