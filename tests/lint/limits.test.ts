import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Markup that promises an amount; the lint rule `workshop/limit-owner` applies the same check to code. */
const promising =
  /(每日|每天|每月|今日|本月|额度|上限|存储|空间)[^，。；]{0,6}?\d{2,}|\d{2,}\s*(次|张|AP|GB|MB|G|M)\s*([/／]|每)\s*(天|日|月)/;

const root = join(__dirname, '../..');

function promisesOf(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, index) => {
    const promise = promising.exec(line);
    return promise === null ? [] : [`${file}:${index + 1} ${promise[0]}`];
  });
}

describe('limits in the markup of pages', () => {
  const files = readdirSync(join(root, 'miniprogram'), {
    recursive: true,
    encoding: 'utf8',
  }).filter((file) => /\.(wxml|wxs)$/.test(file));

  it('come from the cloud', () => {
    expect(files.length).toBeGreaterThan(20);
    expect(
      files.flatMap((file) =>
        promisesOf(file, readFileSync(join(root, 'miniprogram', file), 'utf8')),
      ),
    ).toEqual([]);
  });

  it('are found when hard-coded', () => {
    expect(promisesOf('a.wxml', '<view>\n  <text>每月 3000 AP</text>\n</view>')).toEqual([
      'a.wxml:2 每月 3000',
    ]);
    expect(
      promisesOf('a.wxml', '<textarea maxlength="100" placeholder="写 1 到 500 字" />'),
    ).toEqual([]);
  });
});
