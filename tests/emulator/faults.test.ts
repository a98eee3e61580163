import { faultOperations } from '../../devtools/emulator/faults/rule';
import { startProbeCloud } from './fixtures/probe-cloud';
import type { ProbeCloud } from './fixtures/probe-cloud';

describe('faults of the cloud', () => {
  let cloud: ProbeCloud;

  beforeAll(async () => {
    cloud = await startProbeCloud();
  });
  afterAll(() => cloud.close());
  afterEach(() => {
    cloud.faults([]);
    cloud.collection('rows').empty();
  });

  const attempt = (id: string) => cloud.probe({ do: 'attempt', collection: 'rows', id });
  const hurriedAttempt = () =>
    cloud.report('hurried', { do: 'attempt', collection: 'rows', id: 'one' }, 'alice');
  const timedOut = { error: { errMsg: 'Invoking task timed out after 1 seconds' } };
  const ids = () =>
    cloud
      .collection('rows')
      .rows()
      .map(({ _id }) => _id);

  it('fail before: nothing was done', async () => {
    cloud.faults([{ service: 'database', operation: 'add', fault: 'fail-before' }]);

    expect(await attempt('one')).toMatchObject({
      error: {
        errCode: -501001,
        errMsg: expect.stringContaining('socket hang up') as string,
      },
    });
    expect(ids()).toEqual([]);
    expect((await cloud.control('GET', '/local/faults')).body).toMatchObject([{ fired: 1 }]);
  });

  it('fail after: it was done, and the answer is lost', async () => {
    cloud.faults([{ service: 'database', collection: 'rows', fault: 'fail-after' }]);

    expect(await attempt('one')).toHaveProperty('error');
    expect(ids()).toEqual(['one']);
  });

  it('fail with the code and message of the rule', async () => {
    cloud.faults([
      { service: 'database', fault: 'fail-before', code: 'EXCEED_REQUEST_LIMIT', message: 'busy' },
    ]);

    expect(await attempt('one')).toMatchObject({
      error: { errCode: -501003, errMsg: expect.stringContaining('busy') as string },
    });
  });

  it('fail with a status of HTTP', async () => {
    cloud.faults([{ service: 'database', fault: 'fail-before', status: 500 }]);

    expect(await attempt('one')).toMatchObject({
      error: { errMsg: expect.stringContaining('500 Internal Server Error') as string },
    });
  });

  it('conflict: the transaction is refused at the operation and gone', async () => {
    cloud.faults([{ service: 'database', operation: 'set', fault: 'conflict' }]);

    expect(await cloud.probe({ do: 'transaction', collection: 'rows' })).toMatchObject({
      error: { errMsg: expect.stringContaining('TransactionConflict') as string },
    });
    expect(ids()).toEqual([]);
  });

  it('hang: the answer never comes, and the function times out', async () => {
    cloud.faults([{ service: 'database', fault: 'hang' }]);

    expect(await hurriedAttempt()).toMatchObject(timedOut);
    expect(ids()).toEqual([]);
  });

  it('delay: the call is done late, even when the function is over', async () => {
    const written = new Promise<void>((resolve) => {
      const forget = cloud.cloud.database.onChange(() => {
        forget();
        resolve();
      });
    });
    cloud.faults([{ service: 'database', fault: 'delay', delayMs: 1200 }]);

    expect(await hurriedAttempt()).toMatchObject(timedOut);
    await written;
    expect(ids()).toEqual(['one']);
  });

  it('kill: the function dies at its n-th call on the cloud', async () => {
    cloud.faults([{ service: 'database', function: 'probe', nth: 3, fault: 'kill' }]);

    const deed = { do: 'addMany', collection: 'rows', count: 5 };
    const report = await cloud.report('probe', deed, 'alice');

    expect(report).toMatchObject({
      error: {
        errCode: -504002,
        errMsg: expect.stringContaining('145 code exit unexpected') as string,
      },
      calls: { database: 3 },
    });
    expect(ids()).toEqual(['row-0', 'row-1']);
    expect(await attempt('after')).toHaveProperty('value');
  });

  it('fail an upload after the file is stored', async () => {
    cloud.faults([{ service: 'storage', operation: 'upload', fault: 'fail-after' }]);

    expect(await cloud.probe({ do: 'upload', path: 'a.txt', text: 'x' })).toHaveProperty('error');
    expect(cloud.cloud.storage.read('a.txt')?.bytes.toString()).toBe('x');
  });

  it('fail a download', async () => {
    cloud.cloud.storage.put('b.txt', null, Buffer.from('x'));
    cloud.faults([{ service: 'storage', operation: 'download', fault: 'fail-before' }]);
    const fileID = 'cloud://workshop-local.776f-workshop-local-1300000000/b.txt';

    await expect(cloud.probe({ do: 'download', fileID })).rejects.toThrow('socket hang up');
  });

  type Failed = { error: Record<string, unknown> };
  const reply = { fault: 'reply', code: 'EXCEED_REQUEST_LIMIT', message: 'too busy' } as const;
  /** Watches are opened by phones and tested in `quota-push.test.ts`. */
  const databaseOperations = faultOperations.database.filter((name) => name !== 'watch');

  it.each(databaseOperations)('reply with code and message to database.%s', async (operation) => {
    cloud.faults([{ ...reply, service: 'database', operation }]);

    const { error } = (await cloud.probe({ do: 'database', operation })) as Failed;

    expect(String(error['errMsg'] ?? error['message'])).toContain('too busy');
    // The SDK reports the code as `errCode` for collections, and as `code` for other calls.
    expect([error['errCode'], error['code']]).toContainEqual(
      error['code'] === undefined ? -501003 : 'EXCEED_REQUEST_LIMIT',
    );
  });

  const prefix = 'cloud://workshop-local.776f-workshop-local-1300000000/';
  it.each([
    ['getUploadMetadata', { do: 'upload', path: 'c.txt', text: 'x' }],
    ['upload', { do: 'upload', path: 'c.txt', text: 'x' }],
    ['batchGetDownloadUrl', { do: 'tempUrls', fileList: [`${prefix}b.txt`] }],
    ['batchDeleteFile', { do: 'deleteFiles', fileList: [`${prefix}b.txt`] }],
  ])('reply with code and message to storage.%s', async (operation, deed) => {
    cloud.cloud.storage.put('b.txt', null, Buffer.from('x'));
    cloud.faults([{ ...reply, service: 'storage', operation }]);

    expect(await cloud.probe(deed)).toMatchObject({
      error: { errMsg: expect.stringContaining('too busy') as string },
    });
    expect(cloud.cloud.storage.read('c.txt')).toBeNull();
  });

  it('reply to a download with code and message, or with other bytes', async () => {
    cloud.cloud.storage.put('b.txt', null, Buffer.from('x'));
    const rule = { service: 'storage', operation: 'download' } as const;
    const download = () => cloud.probe({ do: 'download', fileID: `${prefix}b.txt` });

    cloud.faults([{ ...reply, ...rule }]);
    await expect(download()).rejects.toThrow();
    cloud.faults([{ ...rule, fault: 'reply', body: 'other' }]);
    expect(await download()).toBe('other');
  });

  it.each([
    ['EXCEED_REQUEST_LIMIT', -501003],
    [-504003, -504003],
  ])('reply to an invocation with the code %s', async (code, errCode) => {
    cloud.faults([{ ...reply, code, service: 'functions', function: 'plain' }]);

    expect(await cloud.report('plain', { do: 'nothing' }, 'alice')).toMatchObject({
      error: { errCode, errMsg: 'too busy' },
    });
  });

  it('reply to a function that calls another one', async () => {
    cloud.faults([{ ...reply, service: 'functions', function: 'plain' }]);

    expect(await cloud.probe({ do: 'call', name: 'plain', data: {} })).toMatchObject({
      error: {
        code: 'EXCEED_REQUEST_LIMIT',
        errMsg: expect.stringContaining('too busy') as string,
      },
    });
  });

  it.each([
    [45009, { errCode: 45009 }],
    ['SYS_ERR', { errMsg: expect.stringContaining('too busy') as string }],
  ])('reply for an API of WeChat with the code %s', async (code, error) => {
    cloud.faults([{ ...reply, code, service: 'openapi' }]);

    expect(await cloud.probe({ do: 'check', content: 'x', openid: 'alice' })).toMatchObject({
      error,
    });
  });

  it('reply for an API of WeChat with a body', async () => {
    cloud.faults([
      {
        service: 'openapi',
        operation: 'security.msgSecCheck',
        fault: 'reply',
        body: { result: { suggest: 'review', label: 1 } },
      },
    ]);

    expect(await cloud.probe({ do: 'check', content: 'x', openid: 'alice' })).toMatchObject({
      value: { result: { suggest: 'review' } },
    });
  });

  it('fail an API of WeChat with its own code', async () => {
    cloud.faults([{ service: 'openapi', fault: 'fail-before', code: 45009 }]);

    expect(await cloud.probe({ do: 'check', content: 'x', openid: 'alice' })).toMatchObject({
      error: { errCode: 45009 },
    });
  });

  it('fail the invocation itself', async () => {
    cloud.faults([
      { service: 'functions', function: 'probe', fault: 'fail-after', nth: 1, times: 1 },
      { service: 'functions', function: 'plain', fault: 'kill' },
    ]);

    const lost = await cloud.report(
      'probe',
      { do: 'attempt', collection: 'rows', id: 'kept' },
      'alice',
    );
    expect(lost).toHaveProperty('error');
    expect(ids()).toEqual(['kept']);
    expect(await cloud.report('plain', { do: 'nothing' }, 'alice')).toMatchObject({
      error: { errCode: -504002 },
    });
  });
});
