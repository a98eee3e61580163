import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findSteering } from './scans/steering';

const root = join(__dirname, '../..');

describe('the app', () => {
  it('leads nobody to another way of paying', () => {
    const folders = ['miniprogram', 'cloudfunctions', 'database-templates'];

    expect(findSteering(folders.map((folder) => join(root, folder)))).toEqual([]);
  });
});

describe('findSteering', () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'steering-'));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ['view.ts', "return '会员购买还没有开放，可联系客服开通，立即生效';"],
    ['view.ts', '{ button: `联系客服开通${name}` }'],
    ['view.ts', "'需要续费请联系我们'"],
    ['index.wxml', '<view>加微信好友充值，更便宜</view>'],
    ['index.wxml', '<view>到官网购买会员</view>'],
    ['text.ts', "'可在公众号充值'"],
    ['text.ts', "'支持支付宝付款'"],
    ['plans.wxml', '<button open-type="contact">咨询</button>'],
  ])('finds it in %s: %s', (file, text) => {
    const path = join(folder, file);
    writeFileSync(path, `\n${text}\n`);

    expect(findSteering([folder])).toMatchObject([{ file, line: 2 }]);
    rmSync(path);
  });

  it.each([
    '一直失败？把编号发给客服',
    '升级会员后再试',
    '通过小程序资料页上公布的客服方式联系我们',
  ])('lets pass: %s', (text) => {
    const path = join(folder, 'fine.ts');
    writeFileSync(path, text);

    expect(findSteering([folder])).toEqual([]);
    rmSync(path);
  });
});
