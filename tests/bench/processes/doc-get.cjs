/**
 * Load on `doc.get` through the real SDK: `node doc-get.cjs <collection> <ids, comma separated> <parallel> <seconds>`. Prints
 * requests per second after one second of warming up, the median time of a request, and what this process computed for one.
 */
const { performance } = require('node:perf_hooks');
const cloud = require('wx-server-sdk');

const [collection, ids, parallel, seconds] = process.argv.slice(2);
const documents = ids.split(',');

cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV });
const database = cloud.database();

async function keepAsking(state, offset) {
  for (let n = offset; state.isRunning; n += 1) {
    const id = documents[n % documents.length];
    const startedAt = performance.now();
    const { data } = await database.collection(collection).doc(id).get();
    if (data._id !== id) throw new Error(`asked for ${id}, got ${data._id}`);
    state.times.push(performance.now() - startedAt);
    state.requests += 1;
  }
}

async function run() {
  const state = { isRunning: true, times: [], requests: 0 };
  const askers = Array.from({ length: Number(parallel) }, (_, n) => keepAsking(state, n));
  await new Promise((resolve) => setTimeout(resolve, 1000));
  state.times = [];
  const startedAt = performance.now();
  const computedBefore = process.cpuUsage();
  await new Promise((resolve) => setTimeout(resolve, Number(seconds) * 1000));
  const computed = process.cpuUsage(computedBefore);
  const elapsedMs = performance.now() - startedAt;
  const times = state.times.slice().sort((a, b) => a - b);
  state.isRunning = false;
  await Promise.all(askers);
  return {
    perSecond: (times.length / elapsedMs) * 1000,
    requests: state.requests,
    medianMs: times[Math.floor(times.length / 2)],
    computedMs: (computed.user + computed.system) / 1000 / times.length,
  };
}

run().then(
  (sample) => {
    process.stdout.write(`sample ${JSON.stringify(sample)}\n`, () => process.exit(0));
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
