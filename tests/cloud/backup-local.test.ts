import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { backup } from '../../scripts/cloud/backup/command';
import { restore } from '../../scripts/cloud/restore/command';
import { fillPerson, openArchive } from '../integrity/archive';
import type { Archive } from '../integrity/archive';
import { runLocally } from './support';

const templates = join(__dirname, '../../database-templates');

let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'local-backup-'))));
afterEach(() => rmSync(folder, { recursive: true }));

const runBackup = (words: string[]) =>
  runLocally((operator, given) => backup(operator, given, templates), words);
const runRestore = (words: string[]) =>
  runLocally((operator, given) => restore(operator, given, templates), words);

async function openFilled(people: number): Promise<Archive> {
  const archive = await openArchive();
  for (let number = 0; number < people; number += 1) {
    fillPerson(archive.cloud, `p${number}`, { completed: 3, failed: 1 });
  }
  return archive;
}

function rowsOf({ cloud }: Archive): Record<string, unknown> {
  const names = cloud.cloud.database.collections();
  const textsOf = (name: string) =>
    cloud
      .collection(name)
      .rows()
      .map((row) => JSON.stringify(row));
  return Object.fromEntries(names.map((name) => [name, textsOf(name).sort()]));
}

describe('backup and restore of the local cloud', () => {
  it('restore into an empty cloud, where the integrity check reports the same', async () => {
    const full = await openFilled(400);
    full.change('users', 'user_p7', { credits: 5 });
    const report = await full.check();
    const rows = rowsOf(full);
    const saved = await runBackup(['--out', join(folder, 'b'), '--local']);
    await full.close();
    expect(saved).toMatchObject({ exitCode: 0 });

    const empty = await openArchive();
    const words = ['--from', join(folder, 'b'), '--apply'];
    const restored = await runRestore(words);
    expect(restored).toMatchObject({ exitCode: 0 });
    expect(rowsOf(empty)).toEqual(rows);
    expect(await empty.check()).toEqual(report);
    expect(report.findings).not.toEqual([]);
    await empty.close();
  });

  it('keep the difference between a whole double, a long and an int', async () => {
    const full = await openArchive();
    const docs = [
      {
        _id: 'numbers',
        int: { $numberInt: '5' },
        double: { $numberDouble: '5.0' },
        long: { $numberLong: '5' },
        at: { $date: '2026-12-01T00:00:00.001Z' },
      },
    ];
    await full.cloud.control('PUT', '/local/collections/odd_types', { docs });
    expect(await runBackup(['--out', folder])).toMatchObject({ exitCode: 0 });
    await full.close();
    const [line] = readFileSync(join(folder, 'collections/odd_types.ndjson'), 'utf8').split('\n');
    expect(JSON.parse(line ?? '')).toEqual({
      ...docs[0],
      at: { $date: { $numberLong: String(Date.parse('2026-12-01T00:00:00.001Z')) } },
    });
    const empty = await openArchive();
    const restored = await runRestore(['--from', folder, '--apply']);
    expect(restored).toMatchObject({ exitCode: 0 });
    expect(restored.output).toContain('集合 odd_types\n  + 新建集合\n  + 1 行');
    await empty.close();
  });

  it('say so when no local cloud is running', async () => {
    const archive = await openArchive();
    await archive.close();
    const { exitCode, output } = await runBackup(['--out', folder]);
    expect(exitCode).toBe(1);
    expect(output).toContain('连不上本地云');
  });
});
