import { appendFileSync, cpSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Binary, EJSON, Long, ObjectId } from 'bson';
import type { Document } from 'bson';
import { backup as backupCommand } from '../../scripts/cloud/backup/command';
import { provision } from '../../scripts/cloud/provision/command';
import { restore as restoreCommand } from '../../scripts/cloud/restore/command';
import { createProject, smallTemplates } from './fixtures';
import { startAccount } from './stub/account';
import type { StubAccount } from './stub/account';
import { copyEnvironment } from './stub/model';
import type { StubEnvironment } from './stub/model';
import { run, runCutAfterEveryWrite } from './support';
import type { RunOptions } from './support';

const env = ['--env', 'test-1a2b3c'];
const workCount = 250;
/** Two full pages, a partial one, and the empty page that ends the reading. */
const pages = 4;

let account: StubAccount;
let project: string;
let templates: string;
let folder: string;

/** The environment as `provision` leaves it; `filled` also has the rows of `fill`. */
let provisioned: StubEnvironment;
let filled: StubEnvironment;

beforeAll(async () => {
  account = await startAccount();
  project = createProject(smallTemplates);
  templates = join(project, 'database-templates');
  folder = join(project, 'backup');
  await provisionAll(account);
  provisioned = copyEnvironment(account.environment);
  fill();
  filled = copyEnvironment(account.environment);
});
beforeEach(() => account.reset(filled));
afterEach(() => rmSync(folder, { recursive: true, force: true }));
afterAll(async () => {
  await account.close();
  rmSync(project, { recursive: true });
});

const backup = (words: string[] = [...env, '--out', folder], options: RunOptions = {}) =>
  run(account, (operator, given) => backupCommand(operator, given, templates), words, options);

const restore = (words: string[] = [], options: RunOptions = {}) =>
  run(
    account,
    (operator, given) => restoreCommand(operator, given, templates),
    [...env, '--from', folder, ...words],
    options,
  );

async function provisionAll(of: StubAccount): Promise<void> {
  const words = ['--env', of.environment.envId, '--apply', '--yes'];
  const done = await run(of, (operator, given) => provision(operator, given, templates), words);
  expect(done).toMatchObject({ exitCode: 0 });
}

/** The row with the types of canonical EJSON, as the stub stores it. */
function typed(row: Document): Document {
  return EJSON.parse(EJSON.stringify(row, { relaxed: false }), { relaxed: false }) as Document;
}

function fill(): void {
  const { collections, files } = account.environment;
  for (let number = 0; number < workCount; number += 1) {
    collections.get('works')?.rows.push(
      typed({
        _id: `work_${number}`,
        seat: `seat_${number}`,
        createdAt: new Date(Date.UTC(2026, 10, 1) + number),
        imageUrl: `cloud://test-1a2b3c.7465-test-1a2b3c-1250000000/works/${number}.jpg`,
      }),
    );
  }
  collections.get('messages')?.rows.push(
    typed({
      _id: '喵😺',
      text: 'two lines\u2028of "text"\n',
      at: new Date('2026-12-01T00:00:00.001Z'),
      long: Long.fromString('9007199254740993'),
      object: new ObjectId('65f000000000000000000001'),
      bytes: new Binary(Buffer.from([0, 255])),
      pattern: /^a/i,
      point: { type: 'Point', coordinates: [113.5, -0] },
      nothing: null,
      list: [1, 1.5, [true]],
    }),
    EJSON.parse('{"_id":"\uffee","whole":{"$numberDouble":"5.0"}}', { relaxed: false }) as Document,
  );
  collections.get('styles')?.rows.splice(0, 1, typed({ _id: 'ink', name: '改过的水墨', order: 9 }));
  collections.set('wechat_tokens', {
    rows: [typed({ _id: 'access', token: 'a-token-of-wechat' })],
    indexes: [],
    permission: { tag: 'ADMINONLY' },
    notReadyFor: 0,
  });
  files.set('works/1.jpg', Buffer.from('a picture'));
}

/** Every row of the environment by collection, sorted by id. */
function everything({ environment } = account): Record<string, string[]> {
  const names = [...environment.collections.keys()].sort();
  return Object.fromEntries(
    names.map((name) => {
      const rows = environment.collections.get(name)?.rows ?? [];
      return [name, rows.map((row) => EJSON.stringify(row, { relaxed: false })).sort()];
    }),
  );
}

function textOfBackup(): string {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return names
    .filter((entry) => entry.isFile())
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');
}

describe('backup', () => {
  it('copies every row, lists the files, and leaves secrets out', async () => {
    const { exitCode, output } = await backup();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain(`✓ works：${workCount} 行`);
    expect(output).toContain('保存密钥的集合没有备份：wechat_tokens');
    const text = textOfBackup();
    expect(text).not.toContain('a-token-of-wechat');
    expect(text).not.toContain(account.keys.secretKey);
    expect(readFileSync(join(folder, 'files.ndjson'), 'utf8')).toContain('"path":"works/1.jpg"');
    expect(account.writes()).toEqual([]);
  });

  it('gives the same files after a kill at any page', async () => {
    await backup();
    const whole = readFileSync(join(folder, 'collections/works.ndjson'), 'utf8');
    rmSync(folder, { recursive: true });
    for (let page = 1; page <= pages; page += 1) {
      const abort = new AbortController();
      let seen = 0;
      const onProgress = (step: string) => {
        if (step === '备份 works' && (seen += 1) === page) abort.abort();
      };
      const cut = await backup(undefined, { onProgress, signal: abort.signal });
      expect(cut.exitCode).toBe(130);
      // The process died in the middle of a line.
      appendFileSync(join(folder, 'collections/works.ndjson'), '{"_id":"work_9');
      expect((await restore()).output).toContain('这份备份没有做完');
      expect(await backup()).toMatchObject({ exitCode: 0 });
      expect(readFileSync(join(folder, 'collections/works.ndjson'), 'utf8')).toBe(whole);
      rmSync(folder, { recursive: true });
    }
  });

  it('waits for the rate limit, and requests smaller pages when rows are large', async () => {
    const { collections } = account.environment;
    for (let number = 0; number < 60; number += 1) {
      const row = typed({ _id: `large_${number}`, text: 'x'.repeat(40_000) });
      collections.get('messages')?.rows.push(row);
    }
    account.throttleEvery = 5;
    const { exitCode, output } = await backup();
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(output).toContain('✓ messages：62 行');
  });

  it('changes nothing in a folder with a complete backup, and refuses any other folder', async () => {
    await backup();
    const before = textOfBackup();
    expect((await backup()).output).toContain('这里已有');
    expect(textOfBackup()).toBe(before);
    const names = readdirSync(templates);
    expect((await backup([...env, '--out', templates])).output).toContain('不是空的');
    expect(readdirSync(templates)).toEqual(names);
    const file = join(templates, 'works.json');
    expect((await backup([...env, '--out', file])).output).toContain('是一个文件');
  });

  it('does not resume a backup of yesterday or of another environment', async () => {
    await backup();
    rmSync(join(folder, 'manifest.json'));
    const stoppedAt = new Date(Date.now() + 25 * 3_600_000);
    expect((await backup(undefined, { stoppedAt })).output).toContain('超过 24 小时');
    const header = join(folder, 'backup.json');
    writeFileSync(header, readFileSync(header, 'utf8').replaceAll('test-1a2b3c', 'test-other'));
    expect((await backup()).output).toContain('里是环境 test-other 的备份');
  });

  it('reports unreachable rows, and saves the others', async () => {
    const row = typed({ _id: new ObjectId('65f000000000000000000001') });
    account.environment.collections.get('messages')?.rows.push(row);
    const { exitCode, output } = await backup();
    expect(exitCode).toBe(1);
    expect(output).toContain(
      '✗ messages 里有 _id 不是文本的行（{"$oid":"65f000000000000000000001"}）',
    );
    expect(output).toContain('✓ messages：2 行');
  });
});

describe('restore', () => {
  let before: Record<string, string[]>;

  beforeEach(async () => {
    await backup();
    before = everything();
    delete before['wechat_tokens'];
    account.reset(provisioned);
  });

  it('shows what it would write, and writes nothing without --apply', async () => {
    const { exitCode, output } = await restore();
    expect(exitCode).toBe(0);
    expect(output).toContain(`集合 works\n  + ${workCount} 行`);
    expect(output).toContain('~ 1 行初始数据换成备份里的');
    expect(account.writes()).toEqual([]);
  });

  it('restores every row with its types, and writes nothing the second time', async () => {
    const { exitCode, output } = await restore(['--apply', '--yes']);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(everything()).toEqual(before);
    const writes = account.writes().length;
    expect(await restore(['--apply', '--yes'])).toMatchObject({ exitCode: 0 });
    expect(account.writes()).toHaveLength(writes);
  });

  it('resumes after a cut at any write', async () => {
    const cuts = await runCutAfterEveryWrite(account, () => restore(['--apply', '--yes']));
    expect(cuts).toBeGreaterThan(2);
    expect(everything()).toEqual(before);
  });

  it('treats a write whose answer was lost as done', async () => {
    account.losesAnswers = true;
    const { exitCode, output } = await restore(['--apply', '--yes']);
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
    expect(everything()).toEqual(before);
  });

  it.each([
    ['a changed byte', (text: string) => text.replace('seat_7', 'seat_8'), '内容与校验和不符'],
    ['a lost line', (text: string) => text.slice(text.indexOf('\n') + 1), '有 249 行，应有 250 行'],
  ])('names a file with %s, and writes nothing', async (_what, damage, sentence) => {
    const path = join(folder, 'collections/works.ndjson');
    writeFileSync(path, damage(readFileSync(path, 'utf8')));
    rmSync(join(folder, 'collections/messages.ndjson'));
    const { exitCode, output } = await restore(['--apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(output).toContain(`✗ collections/works.ndjson：${sentence}`);
    expect(output).toContain('✗ collections/messages.ndjson：文件不见了');
    expect(account.writes()).toEqual([]);
  });

  it('writes nothing into an environment with data of its own, unless only missing rows are added', async () => {
    const works = account.environment.collections.get('works');
    works?.rows.push(typed({ _id: 'work_1', seat: 'theirs' }), typed({ _id: 'new', seat: 'new' }));
    const refused = await restore(['--apply', '--yes']);
    expect(refused.exitCode).toBe(1);
    expect(refused.output).toContain('集合 works：不是空的：1 行与备份不同，1 行备份里没有');
    expect(account.writes()).toEqual([]);
    const added = await restore(['--apply', '--yes', '--add-missing']);
    expect(added).toMatchObject({ exitCode: 0 });
    expect(works?.rows).toHaveLength(workCount + 1);
    expect(works?.rows.find(({ _id }) => _id === 'work_1')).toMatchObject({ seat: 'theirs' });
  });

  it('requires provision first', async () => {
    account.environment.collections.delete('works');
    const { exitCode, output } = await restore(['--apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(output).toContain('没有集合 works');
    expect(output).toContain('npm run provision');
  });

  it('names the rows that an index of the environment refuses', async () => {
    const path = join(folder, 'collections/works.ndjson');
    expect(readFileSync(path, 'utf8')).toContain('seat_7');
    account.environment.collections.get('works')?.indexes.push({
      name: 'created',
      keys: [{ name: 'nowhere', direction: '1' }],
      isUnique: true,
    });
    const { exitCode, output } = await restore(['--apply', '--yes']);
    expect(exitCode).toBe(1);
    expect(output).toContain('集合 works：');
    expect(output).toContain('E11000');
  });
});

describe('restore into another environment', () => {
  it('points the rows at the files of that environment', async () => {
    await backup();
    const copy = join(project, 'copy');
    cpSync(folder, copy, { recursive: true });
    const other = await startAccount('test-9z9z9z');
    try {
      await provisionAll(other);
      const { exitCode, output } = await run(
        other,
        (operator, given) => restoreCommand(operator, given, templates),
        ['--env', 'test-9z9z9z', '--from', copy, '--apply', '--yes'],
      );
      expect({ exitCode, output }).toMatchObject({ exitCode: 0 });
      expect(output).toContain('个文件本身要另外复制');
      const work = other.environment.collections
        .get('works')
        ?.rows.find(({ _id }) => _id === 'work_7');
      expect(work).toMatchObject({
        imageUrl: 'cloud://test-9z9z9z.7465-test-9z9z9z-1250000000/works/7.jpg',
      });
    } finally {
      await other.close();
    }
  });
});
