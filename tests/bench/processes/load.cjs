/**
 * One sample of a cold start, in a process of its own: `node load.cjs <entry> [<event as JSON>]`. Prints how long the `require`
 * of the entry took, and the `require` with the first invocation. The boot of the process is not in it.
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
