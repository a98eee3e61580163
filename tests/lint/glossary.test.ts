import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');

/** Every word in the glossary's column 「不用」, with the term to use instead. */
const replacements = new Map(
  readFileSync(join(root, 'docs/glossary.zh-CN.md'), 'utf8')
    .split('\n## 词\n')[1]
    ?.split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .flatMap((line) => {
      const [, term = '', , synonyms = ''] = line.split('|').map((cell) => cell.trim());
      return synonyms.split('、').map((synonym): [string, string] => [synonym, term]);
    }),
);

function synonymsIn(file: string, text: string): string[] {
  return text
    .split('\n')
    .flatMap((line, index) =>
      [...replacements]
        .filter(([synonym]) => line.includes(synonym))
        .map(([synonym, term]) => `${file}:${index + 1} ${synonym} → ${term}`),
    );
}

describe('the words of pages', () => {
  const files = readdirSync(join(root, 'miniprogram'), {
    recursive: true,
    encoding: 'utf8',
  }).filter((file) => /\.(wxml|wxs|ts|json)$/.test(file));

  it('are those of the glossary', () => {
    expect(files.length).toBeGreaterThan(100);
    expect(
      files.flatMap((file) =>
        synonymsIn(file, readFileSync(join(root, 'miniprogram', file), 'utf8')),
      ),
    ).toEqual([]);
  });

  it('have one term for a thing, and no term that is another one’s synonym', () => {
    const terms = new Set(replacements.values());

    expect(terms.size).toBeGreaterThan(30);
    expect(
      [...replacements.keys()].filter((synonym) => synonym === '' || terms.has(synonym)),
    ).toEqual([]);
  });

  it('are checked: a planted synonym is found', () => {
    expect(synonymsIn('a.wxml', '<view>\n  <text>您的账号没有点数</text>\n</view>')).toEqual([
      'a.wxml:2 您 → 你',
      'a.wxml:2 账号 → 账户',
      'a.wxml:2 点数 → 积分',
    ]);
    expect(synonymsIn('a.wxml', '<text>你的账户没有积分</text>')).toEqual([]);
  });
});
