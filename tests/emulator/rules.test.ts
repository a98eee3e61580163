import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { mayCreate, permitQuery } from '../../devtools/emulator/client/permission';
import type { Document } from '../../devtools/emulator/database/database';
import { readFunctionConfig } from '../../devtools/emulator/functions/config';
import { openFunctionPermission } from '../../devtools/emulator/rules/function-rules';
import { authOf, compileRule } from '../../devtools/emulator/rules/rule';
import {
  StorageRules,
  openStoragePermission,
  toBucketRule,
} from '../../devtools/emulator/rules/storage-rules';

const root = join(__dirname, '../..');
const templates = join(root, 'database-templates');

describe('a rule', () => {
  const evaluate = (rule: string, doc: Record<string, unknown> = {}, openid?: string) =>
    compileRule(rule)({ auth: authOf(openid), doc: (path) => doc[path] });

  it.each([
    ['true', true],
    ['false', false],
    ['auth != null', true],
    ['auth == null', false],
    ['auth.openid == "alice"', true],
    ["auth.openid == 'bob'", false],
    ['doc._openid == auth.openid', true],
    ['auth.openid == doc._openid', true],
    ['doc._openid != auth.openid', false],
    ['doc.other == auth.openid', false],
    ['doc.other != auth.openid', false],
    ['doc.other == null', false],
    ['doc.status == "open" && doc._openid == auth.openid', true],
    ['doc.status == "closed" || doc._openid == auth.openid', true],
    ['doc.status == "closed" || doc.other == 1 && true', false],
    ['(doc.status == "closed" || true) && doc.count == 3', true],
    ['/^op/.test(doc.status) == true', true],
    ['/^x/.test(doc.status) == true', false],
    ['/^x/.test(doc.other) == true', false],
  ])('%s is %s', (rule, expected) => {
    const doc = { _openid: 'alice', status: 'open', count: 3 };

    expect(evaluate(rule, doc, 'alice')).toBe(expected);
  });

  it('does not match an absent caller with an absent owner', () => {
    expect(evaluate('doc._openid == auth.openid', { _openid: null })).toBe(false);
    expect(evaluate('doc._openid == auth.openid')).toBe(false);
  });

  it.each([
    'doc.n > 1',
    '!doc.hidden',
    'get("database.a.b").n == 1',
    'doc.a in [1]',
    'now > 1',
    'true true',
    '(true',
    '',
    'doc.a = 1',
  ])('is refused when it is not understood: %s', (rule) => {
    expect(() => compileRule(rule)).toThrow(`does not understand the rule: ${rule}`);
  });
});

describe('the permission of a collection', () => {
  const query = { n: 1 };
  const own = { $and: [query, { _openid: 'alice' }] };
  const ownRule = { read: 'doc._openid == auth.openid', write: 'doc._openid == auth.openid' };

  it.each([
    ['READONLY', query, own],
    ['PRIVATE', own, own],
    ['ADMINWRITE', query, null],
    ['ADMINONLY', null, null],
    [ownRule, null, null],
    [{ read: 'auth.openid != null' }, query, null],
    [{ read: false, write: false, update: true, delete: true }, null, query],
  ] as const)('%j lets a phone read %j and change %j', (permission, read, change) => {
    expect(permitQuery(permission, 'read', query, 'alice')).toEqual(read);
    expect(permitQuery(permission, 'update', query, 'alice')).toEqual(change);
    expect(permitQuery(permission, 'delete', query, 'alice')).toEqual(change);
  });

  it.each([
    ['READONLY', true],
    ['PRIVATE', true],
    ['ADMINWRITE', false],
    ['ADMINONLY', false],
    [ownRule, true],
    [{ read: true, write: true, create: false }, false],
    [{ read: true }, false],
  ] as const)('%j lets a phone create rows: %s', (permission, expected) => {
    expect(mayCreate(permission, { n: 1, _openid: 'alice' }, 'alice')).toBe(expected);
  });

  it.each<[Document, boolean]>([
    [{ _openid: '{openid}' }, true],
    [{ _openid: 'alice' }, true],
    [{ _openid: { $eq: '{openid}' } }, true],
    [{ $and: [{ n: 1 }, { _openid: '{openid}' }] }, true],
    [{ _openid: 'bob' }, false],
    [{ _openid: { $ne: 'bob' } }, false],
    [{ _openid: { $in: ['alice', 'bob'] } }, false],
    [{ $or: [{ _openid: '{openid}' }, { n: 1 }] }, false],
    [{ $nor: [{ _openid: '{openid}' }] }, false],
    [{ _id: 'a' }, false],
  ])('lets the query %j pass a rule for owners: %s', (asked, expected) => {
    expect(permitQuery(ownRule, 'read', asked, 'alice') !== null).toBe(expected);
  });

  it('needs a caller', () => {
    expect(permitQuery('PRIVATE', 'read', {}, undefined)).toBeNull();
    expect(permitQuery('READONLY', 'update', {}, undefined)).toBeNull();
    expect(permitQuery(ownRule, 'read', { _openid: '{openid}' }, undefined)).toBeNull();
    expect(mayCreate('READONLY', {}, undefined)).toBe(false);
  });
});

describe('database-templates/storage-rules.json', () => {
  const permission = openStoragePermission(templates);
  const file = (path: string, openid: string | null) => ({ path, openid, size: 1, at: 0 });
  const id = 'user_0123456789abcdef01234567';

  it.each([
    ['works/user_1/a.png', true],
    ['thumbnails/a.jpg', true],
    ['seed/styles/ink.jpg', true],
    ['avatars/user_1/a.jpg', true],
    ['private/a.jpg', false],
    ['uploads/a.jpg', false],
    ['elsewhere/a.jpg', false],
    ['worksX/a.jpg', false],
  ])('lets a phone read a file of a function at %s: %s', (path, expected) => {
    expect(permission.mayRead(file(path, null), 'alice')).toBe(expected);
  });

  it.each([
    ['uploads/a.jpg', true],
    [`avatars/${id}/1700000000000.jpg`, false],
    ['works/user_1/a.png', false],
    ['works', false],
    ['thumbnails/a.jpg', false],
    ['seed/a.jpg', false],
    ['private/a.jpg', false],
    ['a.jpg', false],
    ['x/uploads/a.jpg', false],
  ])('lets a phone create %s: %s', (path, expected) => {
    expect(permission.mayWrite(path, null, 'alice')).toBe(expected);
  });

  it('opens an upload to its creator only', () => {
    const upload = file('uploads/a.jpg', 'alice');

    expect(permission.mayRead(upload, 'alice')).toBe(true);
    expect(permission.mayRead(upload, 'bob')).toBe(false);
    expect(permission.mayRead(upload, undefined)).toBe(false);
    expect(permission.mayWrite(upload.path, upload, 'alice')).toBe(true);
    expect(permission.mayWrite(upload.path, upload, 'bob')).toBe(false);
    expect(permission.mayWrite(upload.path, file(upload.path, null), 'alice')).toBe(false);
  });

  it('becomes one rule of the bucket in the syntax of the cloud', () => {
    const text = readFileSync(join(templates, 'storage-rules.json'), 'utf8');
    const rule = toBucketRule(StorageRules.parse(JSON.parse(text)));

    expect(rule.write).toContain(
      '(/^uploads\\//.test(resource.path) == true && resource.openid == auth.openid)',
    );
    for (const expression of Object.values(rule)) expect(expression.length).toBeLessThan(1024);
  });
});

describe('database-templates/function-rules.json', () => {
  const mayCall = openFunctionPermission(templates);
  const functions = readdirSync(join(root, 'cloudfunctions')).filter((name) => name !== 'shared');
  /** Functions called only by timers and pushes of the platform. */
  const closed = functions.filter((name) => {
    const { triggers, messagePush } = readFunctionConfig(
      join(root, 'cloudfunctions', name, 'config.json'),
    );
    return triggers.length > 0 || messagePush.length > 0;
  });

  it('closes every function with a timer or a push to phones', () => {
    expect(closed).toEqual(expect.arrayContaining(['tick', 'integrityCheck']));
    for (const name of [...closed, 'push'])
      expect([name, mayCall(name, 'alice')]).toEqual([name, false]);
  });

  it('opens the others to signed-in users, and shared pictures to everybody', () => {
    for (const name of functions.filter((one) => !closed.includes(one))) {
      expect([name, mayCall(name, 'alice')]).toEqual([name, true]);
      expect([name, mayCall(name, undefined)]).toEqual([name, name === 'workManage']);
    }
  });
});
