import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';
import { readTemplates } from '../../devtools/emulator/templates';

describe('database templates', () => {
  const folder = mkdtempSync(join(tmpdir(), 'workshop-templates-'));
  let cloud: TestCloud;

  const write = (name: string, content: unknown) =>
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(content));

  beforeAll(async () => {
    mkdirSync(join(folder, 'files/things'), { recursive: true });
    writeFileSync(join(folder, 'files/things/one.jpg'), 'picture');
    write('things', {
      collection: 'things',
      purpose: 'a test',
      indexes: [{ name: 'byCode', fields: ['code'], unique: true }],
      seed: [
        {
          _id: 'one',
          code: 'a',
          pictures: ['{{files}}/things/one.jpg'],
          at: { $date: '2026-01-01T00:00:00Z' },
        },
      ],
    });
    cloud = await startTestCloud({ templatesFolder: folder });
  });
  afterAll(async () => {
    await cloud.close();
    rmSync(folder, { recursive: true });
  });

  const seeded = {
    _id: 'one',
    pictures: ['cloud://workshop-local.776f-workshop-local-1300000000/seed/things/one.jpg'],
    at: new Date('2026-01-01T00:00:00Z'),
  };

  it('declare collections and indexes, with seed rows and pictures', () => {
    expect(cloud.collection('things').rows()).toMatchObject([seeded]);
    expect(cloud.cloud.storage.read('seed/things/one.jpg')?.bytes.toString()).toBe('picture');
    expect(() => cloud.collection('things').put({ _id: 'two', code: 'a' })).toThrow(
      'have the same key',
    );
  });

  it('come back with a seeded reset; an empty one keeps only the declarations', async () => {
    cloud.collection('things').empty();
    await cloud.control('POST', '/local/reset', { seed: true });
    expect(cloud.collection('things').rows()).toMatchObject([seeded]);

    await cloud.control('POST', '/local/reset');
    expect(cloud.collection('things').rows()).toEqual([]);
    expect(cloud.cloud.database.indexes('things').map(({ name }) => name)).toContain('byCode');
    expect(cloud.cloud.storage.list()).toEqual([]);
  });

  it('are refused with file and field when they are wrong', () => {
    write('wrong', { collection: 'wrong', purpose: 7 });

    expect(() => readTemplates(folder)).toThrow(/wrong\.json: [\s\S]*purpose/);
    rmSync(join(folder, 'wrong.json'));
  });
});
