import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { alarmKinds } from '../../cloudfunctions/shared/domain/alarms/alarm';

const root = join(__dirname, '../..');
const parts = ['用户感觉到', '看哪里', '做什么', '怎样算好了'];

/** Splits the text into pages, by heading. */
function pagesOf(text: string): Map<string, string> {
  return new Map(
    text
      .split(/^## /m)
      .slice(1)
      .map((page) => [page.split('\n', 1)[0] ?? '', page]),
  );
}

function missingIn(text: string): string[] {
  const pages = pagesOf(text);
  return alarmKinds.flatMap((kind) => {
    const page = pages.get(kind);
    if (page === undefined) return [kind];
    return parts.filter((part) => !page.includes(`**${part}**`)).map((part) => `${kind} ${part}`);
  });
}

describe('the runbook', () => {
  const text = readFileSync(join(root, 'docs/runbook.zh-CN.md'), 'utf8');
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };

  it('has a page for each alarm, and no other page', () => {
    expect(missingIn(text)).toEqual([]);
    expect([...pagesOf(text).keys()].sort()).toEqual([...alarmKinds].sort());
  });

  it('is rejected when a page or a part of it is missing', () => {
    expect(missingIn(text.replace('## deadJobs', '## dead'))).toEqual(['deadJobs']);
    expect(missingIn(text.replace('- **做什么**', '- 做什么'))).toEqual(['waitingTask 做什么']);
  });

  it.each(['runbook', 'operations'])('names commands that exist: %s', (name) => {
    const guide = readFileSync(join(root, `docs/${name}.zh-CN.md`), 'utf8');
    const commands = [...guide.matchAll(/npm run ([a-z:-]+)/g)].map(([, command]) => command);
    expect(commands.length).toBeGreaterThan(5);
    expect(commands.filter((command) => command === undefined || !(command in scripts))).toEqual(
      [],
    );
  });
});
