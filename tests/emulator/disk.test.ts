import fs, {
  appendFileSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '../../devtools/emulator/database/database';
import { createJournal } from '../../devtools/emulator/database/journal';
import { openAppendFile } from '../../devtools/emulator/disk/append-file';
import { onDisk } from '../../devtools/emulator/disk/disk-error';
import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';
import { endAll, runStart } from '../support/started';
import { startProbeCloud } from './fixtures/probe-cloud';

let folder: string;
let quiet: jest.SpyInstance;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workshop-disk-'));
  quiet = jest.spyOn(console, 'error').mockImplementation(() => undefined);
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(folder, { recursive: true, force: true });
});
afterAll(endAll);

const failure = (code: string): Error => Object.assign(new Error(`${code}: write`), { code });

/** Simulates a disk with `room` bytes left; the last line is written only in part. */
function fillDisk(room: number): void {
  const write = fs.writeSync.bind(fs) as (...values: unknown[]) => number;
  let left = room;
  jest.spyOn(fs, 'writeSync').mockImplementation((...[descriptor, bytes, offset, length]) => {
    if (left <= 0) throw failure('ENOSPC');
    const taken = Math.min(left, Number(length));
    left -= taken;
    return write(descriptor, bytes, offset, taken);
  });
}

describe('a file that grows', () => {
  it('has complete lines only, and continues when there is space again', () => {
    const path = join(folder, 'lines');
    const file = openAppendFile(path, 0);
    file.append('first\n');

    fillDisk(3);
    expect(() => file.append('second\n')).toThrow(/the disk is full; free some space \(ENOSPC\)/);
    expect(readFileSync(path, 'utf8')).toBe('first\n');
    jest.restoreAllMocks();
    file.append('third\n');

    expect(readFileSync(path, 'utf8')).toBe('first\nthird\n');
    file.close();
  });

  it('removes a partial line before the next append when it could not at once', () => {
    const path = join(folder, 'lines');
    const file = openAppendFile(path, 0);
    fillDisk(3);
    jest.spyOn(fs, 'ftruncateSync').mockImplementation(() => {
      throw failure('EIO');
    });
    expect(() => file.append('partial\n')).toThrow('ENOSPC');
    expect(() => file.append('refused\n')).toThrow('EIO');
    expect(readFileSync(path, 'utf8')).toBe('par');
    jest.restoreAllMocks();
    file.append('whole\n');

    expect(readFileSync(path, 'utf8')).toBe('whole\n');
    file.close();
  });
});

describe('a full disk', () => {
  let cloud: TestCloud;

  const open = async (): Promise<void> => {
    cloud = await startTestCloud({ dataFolder: folder });
  };
  const signIn = (openid: string) =>
    cloud.invoke('login', 'wxLogin', {}, openid) as Promise<{ code: number }>;
  const users = () => cloud.collection('users').rows();

  beforeEach(open);
  afterEach(() => cloud.close());

  it('acknowledges no sign-in, and loses none that was acknowledged', async () => {
    expect(await signIn('alice')).toMatchObject({ code: 200 });
    const before = users();

    fillDisk(100);
    expect((await signIn('bob')).code).not.toBe(200);
    expect((await signIn('bob')).code).not.toBe(200);
    expect(users()).toEqual(before);
    jest.restoreAllMocks();
    expect(await signIn('carol')).toMatchObject({ code: 200 });
    const after = users();
    await cloud.close();

    await open();
    expect(users()).toEqual(after);
    expect(after).toHaveLength(2);
  });

  it('refuses bulk changes in one sentence, and they leave no trace', async () => {
    await cloud.control('PUT', '/local/collections/kept', { docs: [{ _id: 'a', n: 1 }] });
    const rows = () => cloud.cloud.database.export();
    const before = [...rows()];
    fillDisk(0);

    const changes = [
      await cloud.control('PUT', '/local/collections/kept', { docs: [{ _id: 'a', n: 2 }] }),
      await cloud.control('PUT', '/local/collections/new', { docs: [{ _id: 'b' }] }),
      await cloud.control('DELETE', '/local/collections/kept'),
      await cloud.control('POST', '/local/collections/kept/indexes', { name: 'n', fields: ['n'] }),
    ];

    for (const { status, body } of changes) {
      expect(status).toBe(507);
      expect(body).toEqual({
        error: {
          message: expect.stringMatching(
            /the disk is full; free some space \(ENOSPC\)\.$/,
          ) as string,
        },
      });
    }
    jest.restoreAllMocks();
    expect([...rows()]).toEqual(before);
  });
});

describe('a journal that cannot be shortened', () => {
  it('keeps growing and loses nothing', async () => {
    const open = () =>
      createDatabase({ now: () => 0, journal: createJournal(folder, { rewriteBytes: 1000 }) });
    const openFile = fs.openSync.bind(fs);
    jest.spyOn(fs, 'openSync').mockImplementation(((path: string, flags: string) => {
      if (path.endsWith('.unfinished')) throw failure('ENOSPC');
      return openFile(path, flags);
    }) as typeof fs.openSync);
    const database = open();

    for (let n = 0; n < 100; n++) {
      database.put('rows', [{ _id: `row-${n}`, text: 'x'.repeat(100) }]);
      await new Promise((resolve) => setImmediate(resolve));
    }
    database.close();

    expect(quiet).toHaveBeenCalledWith(expect.stringContaining('the journal was not shortened'));
    jest.restoreAllMocks();
    const again = open();
    expect(again.find('rows', {}).total).toBe(100);
    again.close();
  });
});

describe('a full disk and files', () => {
  it('fails the upload of a function and keeps the previous file', async () => {
    const cloud = await startProbeCloud({ dataFolder: folder });
    await cloud.probe({ do: 'upload', path: 'kept.txt', text: 'old' });
    const { storage } = cloud.cloud;

    fillDisk(0);
    for (const path of ['kept.txt', 'new.txt']) {
      expect(await cloud.probe({ do: 'upload', path, text: 'new' })).toMatchObject({
        error: { errMsg: expect.stringContaining('the disk is full') as string },
      });
    }
    jest.restoreAllMocks();

    expect(storage.read('kept.txt')?.bytes.toString()).toBe('old');
    expect(storage.find('kept.txt')).toMatchObject({ size: 3 });
    expect(storage.read('new.txt')).toBeNull();
    await cloud.close();
  });
});

describe('a journal that an earlier version left with a partial line', () => {
  it('opens without the write that was never acknowledged', async () => {
    const first = await startTestCloud({ dataFolder: folder });
    first.collection('kept').put({ _id: 'a' });
    await first.close();
    const database = join(folder, 'database');
    const newest = readdirSync(database)
      .filter((name) => name.startsWith('journal'))
      .sort()
      .at(-1);
    appendFileSync(
      join(database, newest ?? ''),
      '{"sequence":900,"entries":[{"put":"kept","docum{"sequence":901,"entries":[{"put":"kept","document":{"_id":"b"}}]}\n',
    );

    const second = await startTestCloud({ dataFolder: folder });
    expect(second.collection('kept').rows()).toEqual([{ _id: 'a' }, { _id: 'b' }]);
    expect(quiet).toHaveBeenCalledWith(expect.stringContaining('a full disk had cut off'));
    await second.close();
  });
});

describe('npm start with a data folder it cannot use', () => {
  async function outputOf(dataFolder: string): Promise<string> {
    const { ended, output } = runStart(['--port', '0', '--no-simulator', '--data', dataFolder]);
    expect(await ended).toBe(1);
    return output().trim();
  }

  it.each([
    ['settings.json', '{"offsetMs":'],
    ['settings.json', '{"offsetMs":"soon","secret":"x"}'],
    ['outbox.json', '[]'],
    ['database/journal-000001.jsonl', '{broken\n{"sequence":3,"entries":[]}\n'],
  ])('says in one sentence that %s is damaged', async (name, content) => {
    fs.mkdirSync(join(folder, 'database'));
    writeFileSync(join(folder, name), content);

    const output = await outputOf(folder);

    expect(output).toContain(join(folder, name));
    expect(output).toMatch(
      /is damaged \([^]*\)\. Restore it from a backup, or delete it to start without\.$/,
    );
    expect(output).not.toContain('    at ');
  });

  it('says in one sentence that there is a file in its place', async () => {
    writeFileSync(join(folder, 'file'), '');

    const output = await outputOf(join(folder, 'file', 'data'));

    expect(output).toMatch(
      /^\S+ cannot be used: a file stands where a folder is needed; move it away \(\w+\)\.$/,
    );
  });

  it.each([
    ['EROFS', 'choose another folder (npm start -- --data DIR)'],
    ['ENOSPC', 'free some space'],
    ['EACCES', 'choose another folder (npm start -- --data DIR)'],
  ])('says what to do about %s', (code, advice) => {
    const access = (): never => {
      throw failure(code);
    };

    expect(() => onDisk('/data', access)).toThrow(advice);
  });

  it('says what to do about a read-only file system, and frees the port', async () => {
    jest.spyOn(fs, 'mkdirSync').mockImplementation(() => {
      throw failure('EROFS');
    });

    await expect(startTestCloud({ dataFolder: join(folder, 'data') })).rejects.toThrow(
      'the file system is read-only; choose another folder',
    );
  });
});
