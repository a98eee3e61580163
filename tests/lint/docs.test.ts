import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const text = readFileSync(join(root, 'docs/architecture.md'), 'utf8');
const guides = ['docs/architecture.md', 'docs/adding.md'];

describe('the guides in the folders', () => {
  it('list every function, and no other', () => {
    const names = rowsOf('Functions').map(([name = '']) => name.replaceAll('`', ''));

    expect(names.sort()).toEqual(foldersIn('cloudfunctions').filter((name) => name !== 'shared'));
  });

  it('list every collection once, and no other', () => {
    const names = rowsOf('Collections').flatMap(([, list = '']) => namesIn(list));

    expect(names.sort()).toEqual(collections());
  });

  it.each(['domain', 'data', 'flows', 'integrity'])('name folders that shared/%s has', (part) => {
    const [, list = ''] = new RegExp(`\\n  ${part}/ ([^]*?)(?=\\n  \\w+/|\\n\\w)`).exec(text) ?? [];
    const named = [...list.matchAll(/([\w-]+)\//g)].map(([, name = '']) => name);
    const folders = foldersIn(join('cloudfunctions/shared', part));

    expect(named.length).toBeGreaterThan(2);
    expect(named.filter((name) => !folders.includes(name))).toEqual([]);
  });

  it('name existing files when they say where a rule is implemented', () => {
    const files = rowsOf('Where a rule lives').flatMap(([, cell = '']) => namesIn(cell));

    expect(files.length).toBeGreaterThan(10);
    expect(files.filter((file) => file.includes('/')).filter((file) => !isThere(file))).toEqual([]);
  });

  it.each(guides)('name no path that is gone: %s', (guide) => {
    const paths = readFileSync(join(root, guide), 'utf8').matchAll(
      /`((?:cloudfunctions|miniprogram|devtools|scripts|tests|docs|database-templates)\/[\w./-]+)`/g,
    );

    expect([...paths].map(([, path = '']) => path).filter((path) => !isThere(path))).toEqual([]);
  });
});

/** The cells of the table under a heading, without its header row. */
function rowsOf(heading: string): string[][] {
  const section = text.split(`\n## ${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const lines = section.split('\n').filter((line) => line.startsWith('|'));
  return lines.slice(2).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

function namesIn(cell: string): string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
}

function foldersIn(folder: string): string[] {
  return readdirSync(join(root, folder))
    .filter((name) => statSync(join(root, folder, name)).isDirectory())
    .sort();
}

function collections(): string[] {
  return readdirSync(join(root, 'database-templates'))
    .filter((file) => file.endsWith('.json') && !file.endsWith('-rules.json'))
    .map((file) => file.replace(/\.json$/, ''))
    .sort();
}

/** Guides write paths from the root, or shortened from `cloudfunctions/shared/`. */
function isThere(path: string): boolean {
  if (path.includes('*')) return true;
  return [root, join(root, 'cloudfunctions/shared')].some((from) => existsSync(join(from, path)));
}
