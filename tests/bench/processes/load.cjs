/**
 * One sample of a cold start, in its own process: `node load.cjs <entry> [<event as JSON>]`. Prints the duration of `require`,
 * and of `require` plus the first invocation, without the start of the process.
 */
const { performance } = require('node:perf_hooks');

const [entry, event] = process.argv.slice(2);

async function sample() {
  const startedAt = performance.now();
  const { main } = require(entry);
  const loadMs = performance.now() - startedAt;
  if (event === undefined) return { loadMs };
  const answer = await main(JSON.parse(event), {});
  const answeredMs = performance.now() - startedAt;
  if (answer.code !== 200) throw new Error(JSON.stringify(answer));
  return { loadMs, answeredMs };
}

sample().then(
  (times) => {
    process.stdout.write(`sample ${JSON.stringify(times)}\n`, () => process.exit(0));
  },
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
