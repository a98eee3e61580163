import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findCircles, readImportGraph } from './import-graph';

const root = join(__dirname, '../..');

describe('imports', () => {
  it.each(['cloudfunctions', 'miniprogram', 'scripts'])(
    'of %s form no cycle, types included: the lint rule follows values only',
    (folder) => {
      const graph = readImportGraph(root, [folder]);

      expect(graph.size).toBeGreaterThan(20);
      expect(findCircles(graph)).toEqual([]);
    },
  );

  it('in a cycle are found, even of types only', () => {
    const folder = mkdtempSync(join(tmpdir(), 'circles-'));
    try {
      mkdirSync(join(folder, 'src/inner'), { recursive: true });
      const write = (name: string, text: string) => writeFileSync(join(folder, 'src', name), text);
      write('a.ts', `import type { B } from './inner/b';\nexport type A = B;`);
      write('inner/b.ts', `export * from '../c';`);
      write('c.ts', `import { a } from './a';\nexport type B = typeof a;`);
      write('d.ts', `import './a';`);
      write('self.ts', `import './self';`);

      expect(findCircles(readImportGraph(folder, ['src']))).toEqual([
        ['src/a.ts', 'src/c.ts', 'src/inner/b.ts'],
        ['src/self.ts'],
      ]);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
