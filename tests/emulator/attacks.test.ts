import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contracts } from '../../cloudfunctions/shared/contracts';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type { Document } from '../../devtools/emulator/database/database';
import { readFunctionConfig } from '../../devtools/emulator/functions/config';
import { toFileId } from '../../devtools/emulator/identity';
import { StorageRules } from '../../devtools/emulator/rules/storage-rules';
import { startTestCloud } from '../support/cloud';
import type { TestCloud } from '../support/cloud';
import { openWatch } from '../support/watch';

/**
 * Mallory's phone attacks everything. The targets come from the templates, the rules and the contracts, so new collections,
 * paths and actions are included automatically.
 */
const root = join(__dirname, '../..');
const templates = join(root, 'database-templates');
const secret = 'nobody-but-alice-knows-this';

/** Everything that a phone receives from watches, which show only its own rows. Add a field only if its owner may know it. */
const watchable: Record<string, string[]> = {
  quota_overviews: [
    ...['_id', '_openid', 'tier', 'membershipLevel', 'planId', 'planName', 'endAt', 'features'],
    ...['version', 'updatedAt', 'credits'],
  ],
  chat_messages: [
    ...['_id', '_openid', 'userId', 'sessionId', 'messageId', 'role', 'text', 'status', 'proposal'],
    ...['apUsed', 'errorCode', 'errorMessage', 'stopRequestedAt', 'createdAt', 'updatedAt'],
    'attempt',
  ],
  task_queue: [
    ...['_id', '_openid', 'userId', 'type', 'state', 'stage', 'waitsFor'],
    ...['done', 'total', 'reserved', 'spent', 'refunded', 'works'],
    ...['createdAt', 'updatedAt', 'endedAt'],
  ],
};

let cloud: TestCloud;
let mine: string;

beforeAll(async () => {
  cloud = await startTestCloud({ environment: { RESET_QUOTAS_TOKEN: 'a-token-of-24-characters' } });
});
afterAll(() => cloud.close());
beforeEach(async () => {
  cloud.cloud.reset({ seed: true });
  for (const who of ['alice', 'mallory']) await cloud.invoke('login', 'wxLogin', {}, who);
  mine = userIdOf('mallory');
});

type Reply = { status: number; text: string };

async function send(path: string, body: unknown, openid: string | null): Promise<Reply> {
  const response = await fetch(`${cloud.url}${path}`, {
    method: 'POST',
    headers: openid === null ? {} : { 'x-openid': openid },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
  return { status: response.status, text: await response.text() };
}

/** Stores rows with distinct values in all unique indexes. */
function plant(collection: string, ...rows: (Document & { _id: string })[]): void {
  const template = cloud.cloud.templates.find((one) => one.collection === collection);
  const unique = template?.indexes.filter((index) => index.unique) ?? [];
  const keys = unique.flatMap(({ fields }) => fields);
  cloud.collection(collection).put(
    ...rows.map((row) => ({
      ...Object.fromEntries(keys.map((key) => [key, `${key} of ${row._id}`])),
      ...row,
    })),
  );
}

const everything = () =>
  cloud.cloud.database.collections().map((name) => ({ name, rows: cloud.collection(name).rows() }));
const collections = readdirSync(templates)
  .filter((file) => /^[a-z_0-9]+\.json$/.test(file))
  .map((file) => file.replace('.json', ''));

describe.each(collections)('the collection %s', (collection) => {
  const hers = { _id: 'of-alice', _openid: 'alice', userId: userIdOf('alice'), secret };
  const queries = [
    {},
    { _id: 'of-alice' },
    { _openid: 'alice' },
    { _openid: { $exists: true } },
    { _openid: { $in: ['alice', 'mallory'] } },
    { $or: [{ _openid: '{openid}' }, { secret }] },
    { $nor: [{ _openid: '{openid}' }] },
    { $and: [{ _openid: 'mallory' }, { $or: [{}, { secret }] }] },
    { $expr: { $eq: ['$secret', secret] } },
  ];
  const callers = ['mallory', null];

  beforeEach(() => {
    plant(collection, hers, { ...hers, _id: 'of-mallory', _openid: 'mallory', secret: 'own' });
  });

  it('reveals nothing, whatever the query', async () => {
    for (const [query, openid] of queries.flatMap((one) =>
      callers.map((who) => [one, who] as const),
    )) {
      const got = await send('/local/client/database', { collection, query }, openid);
      const aimed = { collection, query, id: 'of-alice' };
      const one = await send('/local/client/database', aimed, openid);
      const count = { collection, query, operation: 'count' };
      const counted = await send('/local/client/database', count, openid);

      expect(got.text + one.text + counted.text).not.toContain(secret);
      expect(counted.text).not.toMatch(/"total":(?!0|1\b)/);
    }
  });

  it('sends nothing to watches of others, and its own rows where pages watch it', async () => {
    for (const query of queries) {
      const watch = await openWatch(cloud.url, 'mallory', { collection, query });
      const first = await watch.next();
      cloud.collection(collection).put({ ...hers, secret: `${secret} changed` });
      watch.close();
      expect(JSON.stringify([first, ...watch.waiting()])).not.toContain(secret);
    }

    const own = await openWatch(cloud.url, 'mallory', {
      collection,
      query: { _openid: '{openid}' },
    });
    const { type } = await own.next();
    own.close();
    expect(type).toBe(collection in watchable ? 'snapshot' : 'error');
  });

  it('holds nothing that its owner must not see, where pages watch it', () => {
    const fields = cloud.cloud.templates.find((one) => one.collection === collection)?.fields;
    const unseen = Object.keys(fields ?? {}).filter(
      (field) => !watchable[collection]?.includes(field),
    );

    expect(collection in watchable ? unseen : []).toEqual([]);
  });

  it('accepts no write, not even of own rows', async () => {
    const before = everything();
    const data = { _id: 'planted', userId: mine, credits: 1_000_000, userType: 'admin' };
    const changes = { credits: 1_000_000, userType: 'admin' };
    const writes = [
      { operation: 'add', data },
      { operation: 'set', id: 'planted', data: changes },
      ...['of-alice', 'of-mallory', mine].flatMap((id) => [
        { operation: 'set', id, data: changes },
        { operation: 'update', id, data: changes },
        { operation: 'remove', id },
      ]),
      ...[{}, { _openid: 'mallory' }, { _openid: '{openid}' }, { userId: mine }].flatMap(
        (query) => [
          { operation: 'update', query, data: changes },
          { operation: 'remove', query },
        ],
      ),
    ];

    for (const write of writes) {
      for (const openid of callers) {
        const reply = await send('/local/client/database', { collection, ...write }, openid);
        expect([write, reply.status]).toEqual([write, 403]);
      }
    }
    expect(everything()).toEqual(before);
  });
});

describe('files', () => {
  const rules = StorageRules.parse(
    JSON.parse(readFileSync(join(templates, 'storage-rules.json'), 'utf8')),
  );
  /** The folders named in the rules, and one that is not. */
  const folders = [
    ...new Set(
      rules.paths.flatMap(
        ({ path }) => /^\^\(?([\w|]+)\)?\\?\//.exec(path)?.[1]?.split('|') ?? path,
      ),
    ),
    'elsewhere',
  ];
  const isPublic = (folder: string): boolean =>
    rules.paths.some(
      ({ path, read }) => read === 'everybody' && new RegExp(path).test(`${folder}/x`),
    );
  const path = (folder: string, name: string): string => `${folder}/${userIdOf('alice')}/${name}`;
  const bytesOf = (file: string): string | undefined =>
    cloud.cloud.storage.read(file)?.bytes.toString();

  it('lie in folders that the rules name', () => {
    expect(folders).toEqual(
      expect.arrayContaining(['works', 'uploads', 'avatars', 'private', 'seed']),
    );
  });

  it.each(folders)(
    'in %s/ are neither replaced, nor removed, nor added by others',
    async (folder) => {
      const { storage } = cloud.cloud;
      storage.put(path(folder, 'function.jpg'), null, Buffer.from('of a function'));
      storage.put(path(folder, 'alice.jpg'), 'alice', Buffer.from('of alice'));

      for (const name of ['function.jpg', 'alice.jpg']) {
        const at = encodeURIComponent(path(folder, name));
        expect(await send(`/local/client/upload?path=${at}`, 'forged', 'mallory')).toMatchObject({
          status: 403,
        });
        await send(
          '/local/client/delete-files',
          { fileList: [toFileId(path(folder, name))] },
          'mallory',
        );
      }
      expect(bytesOf(path(folder, 'function.jpg'))).toBe('of a function');
      expect(bytesOf(path(folder, 'alice.jpg'))).toBe('of alice');

      const added = await send(
        `/local/client/upload?path=${encodeURIComponent(`${folder}/${mine}/new.jpg`)}`,
        'mine',
        'mallory',
      );
      expect(added.status).toBe(folder === 'uploads' ? 200 : 403);
    },
  );

  it.each(folders)('in %s/ are read by whom the rules name', async (folder) => {
    const { storage } = cloud.cloud;
    const fileList = ['function.jpg', 'alice.jpg'].map((name) => {
      storage.put(path(folder, name), name === 'alice.jpg' ? 'alice' : null, Buffer.from(name));
      return toFileId(path(folder, name));
    });
    const addressesFor = async (openid: string): Promise<boolean[]> => {
      const { text } = await send('/local/client/temp-urls', { fileList }, openid);
      const reply = JSON.parse(text) as { fileList: { tempFileURL: string }[] };
      return reply.fileList.map(({ tempFileURL }) => tempFileURL !== '');
    };

    expect(await addressesFor('mallory')).toEqual([isPublic(folder), isPublic(folder)]);
    expect(await addressesFor('alice')).toEqual([
      isPublic(folder),
      isPublic(folder) || folder === 'uploads',
    ]);
    const direct = await fetch(`${cloud.url}/files/${path(folder, 'function.jpg')}`);
    expect(direct.status).toBe(403);
  });

  it.each([
    '../private/x.jpg',
    'uploads/../works/x.jpg',
    'uploads/..%2fworks/x.jpg',
    '/works/x.jpg',
    '',
  ])('are not reached around the rules by %j', async (way) => {
    const before = cloud.cloud.storage.list();
    const reply = await send(
      `/local/client/upload?path=${encodeURIComponent(way)}`,
      'x',
      'mallory',
    );

    expect(reply.status).toBeGreaterThanOrEqual(400);
    expect(cloud.cloud.storage.list().filter(({ path: at }) => !at.startsWith('uploads/'))).toEqual(
      before,
    );
  });
});

describe('functions', () => {
  const folder = join(root, 'dist/cloudfunctions');
  const functions = readdirSync(folder);
  const isClosed = (name: string): boolean => {
    const { triggers, messagePush } = readFunctionConfig(join(folder, name, 'config.json'));
    return triggers.length > 0 || messagePush.length > 0;
  };
  const forged: Record<string, unknown>[] = [
    {},
    { Type: 'Timer', TriggerName: 'daily', Time: '2026-11-28T00:00:00Z', Message: '' },
    { MsgType: 'event', Event: 'wxa_media_check', trace_id: 't', result: { suggest: 'pass' } },
    { MsgType: 'event', Event: 'user_authorization_cancellation', OpenID: 'alice' },
    { action: 'health', data: { variables: ['RESET_QUOTAS_TOKEN'], collections: ['users'] } },
    { action: 'resetQuotas', data: { token: 'guessed' } },
    {
      httpMethod: 'POST',
      headers: {},
      body: '{"action":"resetQuotas","data":{"token":"guessed"}}',
    },
    { action: '__proto__', data: {} },
    { action: 'constructor', data: { constructor: 1 } },
    { userInfo: { openId: 'alice' }, action: 'wxLogin', data: { openid: 'alice' } },
  ];
  const unchangedOfAlice = () =>
    everything().map(({ name, rows }) => [
      name,
      rows.filter(
        (row) => JSON.stringify(row).includes('alice') || row['userId'] === userIdOf('alice'),
      ),
    ]);

  it.each(functions.filter(isClosed))(
    '%s is closed to phones, and refuses one itself',
    async (name) => {
      const before = everything();
      for (const data of forged) {
        for (const source of ['wx_client', 'wx_devtools']) {
          const call = { name, data, openid: 'mallory', source };
          const { body } = await cloud.control('POST', '/local/invoke', call);
          expect(body).toMatchObject({ error: { errCode: -501023 } });
          // The function must refuse too: the rule may be missing in an environment that was set up by hand.
          const report = await cloud.report(name, data, 'mallory', source);
          expect(JSON.stringify('result' in report ? report.result : null)).toContain('error');
        }
      }
      expect(everything()).toEqual(before);
    },
  );

  it.each(functions.filter((name) => !isClosed(name)))(
    '%s never mistakes a phone for a timer, a push, a deployment or somebody else',
    async (name) => {
      const before = unchangedOfAlice();
      for (const data of forged) {
        const report = await cloud.report(name, data, 'mallory');
        expect(JSON.stringify(report)).not.toMatch(/alice|a-token-of|"build"/);
      }
      expect(unchangedOfAlice()).toEqual(before);
    },
  );

  const actions = Object.entries(contracts).flatMap(([name, of]) =>
    Object.keys(of).map((action) => ({ name, action })),
  );
  it.each(actions)('$name: $action neither shows nor changes data of others', async (call) => {
    const alice = userIdOf('alice');
    const named = {
      ...{ userId: alice, ownerId: alice, workId: 'work_of_alice', taskId: 'task_of_alice' },
      ...{
        sessionId: 'session_of_alice',
        messageId: 'message_of_alice',
        assetId: 'asset_of_alice',
      },
    };
    for (const { collection } of cloud.cloud.templates) {
      const kept = (_id: string) => cloud.collection(collection).rows({ _id })[0];
      const hers = Object.values(named).map((_id) => ({
        _id,
        _openid: 'alice',
        secret,
        ...kept(_id),
      }));
      plant(collection, ...hers);
    }
    const before = unchangedOfAlice();
    const inputs = [
      ...Object.entries(named).map(([field, value]) => ({ [field]: value })),
      { ...named, requestId: 'r1', reason: 'because', amount: 1, value: 1, feature: 'image_daily' },
    ];

    for (const data of inputs) {
      const report = await cloud.report(call.name, { action: call.action, data }, 'mallory');
      expect(JSON.stringify('result' in report ? report.result : '')).not.toContain(secret);
    }
    expect(unchangedOfAlice()).toEqual(before);
  });
});
