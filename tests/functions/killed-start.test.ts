import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { violations } from '../support/invariants';
import { endAll, start } from '../support/started';
import type { StartedProcess } from '../support/started';

const people = ['ann', 'ben', 'cem', 'dan', 'eva'];
/** Longer than the sweeper waits for a running work. */
const laterMs = 200_000;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'killed-start-'));
});
afterAll(() => {
  endAll();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = { code: number; data: { works: { workId: string; status: string }[] } };

async function invoke(
  cloud: StartedProcess,
  openid: string,
  name: string,
  data: object,
): Promise<Answer> {
  const { result } = await cloud.call('POST', '/local/invoke', { name, openid, data });
  return result as Answer;
}

/** Resolves as soon as some works are completed while others are still being made. */
async function inTheMiddle(cloud: StartedProcess): Promise<void> {
  for (;;) {
    const states = (await cloud.rows('works')).map(({ status }) => status);
    const completed = states.filter((status) => status === 'completed').length;
    if (completed >= 3 && completed < states.length) return;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/**
 * The rows once no work is in progress, or after a minute of ticks. Moving the clock also fires the timer, so one tick may
 * meet another.
 */
async function swept(cloud: StartedProcess) {
  const until = Date.now() + 60_000;
  for (;;) {
    await cloud.call('POST', '/local/trigger/tick/tick');
    const books = await booksOf(cloud);
    const isMaking = books.works.some(({ status }) => status === 'processing');
    if (!isMaking || Date.now() > until) return books;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function booksOf(cloud: StartedProcess) {
  const [works, backups, users, creditLogs] = await Promise.all(
    ['works', 'emergency_backup', 'users', 'credit_logs'].map((name) => cloud.rows(name)),
  );
  return {
    works: works ?? [],
    backups: backups ?? [],
    users: users ?? [],
    creditLogs: creditLogs ?? [],
  };
}

describe('npm start, killed in the middle of fifty generations', () => {
  it('has lost nothing when it starts again', async () => {
    const first = await start('--data', folder);
    await Promise.all(
      people.map((who) => invoke(first, who, 'login', { action: 'wxLogin', data: {} })),
    );
    const answered: Answer['data']['works'] = [];
    const generations = Array.from({ length: 50 }, async (_, index) => {
      const who = people[index % people.length] ?? '';
      const data = { requestId: `r${index}`, prompt: `第${index}只猫`, quality: 'standard' };
      const answer = await invoke(first, who, 'aiGenerate', { action: 'generate', data });
      answered.push(...answer.data.works);
    });
    const settled = Promise.allSettled(generations);
    await inTheMiddle(first);
    await first.end('SIGKILL');
    await settled;

    const second = await start('--data', folder);
    const interrupted = violations(await booksOf(second));
    await second.call('PUT', '/local/clock', { offsetMs: laterMs });
    const books = await swept(second);
    const stored = await second.call('GET', '/local/files?limit=1000');
    const files = stored['files'] as { fileID: string }[];
    const completed = books.works.filter(({ status }) => status === 'completed');

    expect(interrupted).toEqual([]);
    expect(violations(books, { settled: true })).toEqual([]);
    expect(completed.length).toBeGreaterThanOrEqual(3);
    expect(files.map(({ fileID }) => fileID)).toEqual(
      expect.arrayContaining(completed.map(({ imageUrl }) => imageUrl)),
    );
    expect(completed.map(({ _id }) => _id)).toEqual(
      expect.arrayContaining(answered.map(({ workId }) => workId)),
    );
    expect(await second.end('SIGTERM')).toBe(0);
  });
});
