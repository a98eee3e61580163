import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { findLeaks } from './limit-names';

const root = join(__dirname, '../..');
const shared = 'cloudfunctions/shared';

/** A limit planted where it does not belong, each in another disguise. */
const planted: [what: string, file: string, text: string][] = [
  ['a constant', `${shared}/domain/quota/usage.ts`, 'export const dailyLimit = 50;'],
  ['a table', 'cloudfunctions/chat/send.ts', 'const ap = { free: 100, basic: 300, plus: 1000 };'],
  [
    'a condition',
    'miniprogram/pages/create/index.ts',
    'const max = isVip ? 1 : 2; if (user.dailyMax >= 200) stop();',
  ],
  ['a choice', 'cloudfunctions/login/actions.ts', 'const quota = isVip ? 200 : (50 as number);'],
  ['bytes', `${shared}/data/files.ts`, 'export const most = 10 * 1024 ** 3;'],
  ['bytes by shifting', 'scripts/admin/files.ts', 'upload(2 * (1 << 30));'],
  [
    'a default of a parameter',
    'cloudfunctions/chat/ask.ts',
    'const ask = (monthlyQuota = 3000) => monthlyQuota;',
  ],
  ['what a function answers', 'scripts/story.ts', 'function memberLimit() { return 1000; }'],
  ['a sentence', 'miniprogram/utils/refusal.ts', "export const text = '今日上限 50 次';"],
  ['a sentence with a hole', 'miniprogram/utils/usage.ts', 'const text = `${name}：200 张/天`;'],
  [
    'words on a page',
    'miniprogram/pages/create/index.wxml',
    '<view>\n  <text>每月 3000 AP</text>\n</view>',
  ],
  ['a reader of own limits', 'cloudfunctions/chat/price.ts', 'const own = row.customQuotas;'],
  ['a reader of plans', 'scripts/plans.ts', "database.collection('plan_features');"],
  [
    'a reader of the table',
    'cloudfunctions/chat/views.ts',
    'show(defaultLimit(feature, facts, now));',
  ],
];
const harmless: [what: string, file: string, text: string][] = [
  ['a page of rows', `${shared}/data/rows.ts`, 'export const pageSize = 50; query.limit(1000);'],
  ['a wait', `${shared}/waits.ts`, 'export const waitsMs = [1000, 3000]; sleep(200);'],
  ['a status', 'miniprogram/services/cloud.ts', 'if (reply.code === 200) show(reply.data);'],
  ['a limit that was asked for', 'miniprogram/pages/p.ts', 'const text = `今日上限 ${limit} 次`;'],
  [
    'a length',
    'miniprogram/pages/q.wxml',
    '<textarea maxlength="100" placeholder="写 1 到 500 字" />',
  ],
];

describe('limits', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'limits-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function plant(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\n`);
  }

  it('are known to the resolver alone, in all of the product', () => {
    expect(findLeaks(root)).toEqual([]);
  });

  it.each(planted)('are found as %s', (_what, file, text) => {
    plant(file, text);

    expect([...new Set(findLeaks(folder).map((leak) => leak.file))]).toEqual([file]);
  });

  it.each(harmless)('are not seen in %s', (_what, file, text) => {
    plant(file, text);

    expect(findLeaks(folder)).toEqual([]);
  });

  it('would be found in the resolver itself, were it anything else', () => {
    const copy = join(folder, shared, 'domain/limits.ts');
    mkdirSync(dirname(copy), { recursive: true });
    cpSync(join(root, shared, 'domain/quota/quota.ts'), copy);

    expect(new Set(findLeaks(folder).map(({ what }) => what))).toEqual(
      new Set([
        ...['free 50', 'vip 200', 'admin 1000', 'free 100', 'basic 300', 'plus 1000', 'pro 3000'],
        ...['free 209715200', 'customQuotas', 'defaultLimit'],
      ]),
    );
  });
});
