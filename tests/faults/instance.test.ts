import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SentRequest } from './world/http';
import { loadProgram } from './world/instance';
import type { Surroundings } from './world/instance';
import { createRandom } from './world/random';
import { createTime } from './world/time';

/** Sends a request, waits 15 seconds for its answer, and then sends another one. */
const source = `
const http = require('node:http');
function ask(path, onTimeout) {
  const request = http.request({ host: 'cloud.test', path });
  request.on('error', () => undefined);
  request.setTimeout(15000, onTimeout);
  request.end();
}
exports.main = ({ path }) =>
  new Promise((resolve) => {
    ask(path, () => ask(path + '/again', () => undefined));
    setTimeout(resolve, 20000);
  });
`;

describe('an instance of a function', () => {
  const folder = mkdtempSync(join(tmpdir(), 'instance-'));

  afterAll(() => rmSync(folder, { recursive: true }));

  it('never goes on with an invocation that has died, whatever that one was waiting for', async () => {
    const entry = join(folder, 'index.js');
    writeFileSync(entry, source);
    const instance = loadProgram(entry)({});
    const time = createTime(0);
    const sent: string[] = [];
    const surroundings = (name: string): Surroundings => ({
      ...{ time, random: createRandom(1), aheadMs: 0, environment: {}, onLog: null },
      carry({ path }: SentRequest) {
        sent.push(`${name} ${path}`);
        return new Promise(() => undefined);
      },
    });

    void instance.invoke({ path: '/a' }, {}, surroundings('first'));
    await time.runUntil(time.sleep(1_000));
    instance.abandon();
    await time.runUntil(instance.invoke({ path: '/b' }, {}, surroundings('second')));

    expect(sent).toEqual(['first /a', 'second /b', 'second /b/again']);
  });
});
