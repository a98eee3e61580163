import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keptBuild } from '../../devtools/simulator/server/kept-build';

describe('a kept build', () => {
  let root: string;
  let builds: number;
  const source = () => join(root, 'app');
  const cache = () => join(root, 'node_modules/.cache/simulator/app.json');
  const bundle = (script: string) => ({ script, style: '', messages: ['w'] });
  const build = (act: () => void = () => undefined) =>
    keptBuild(root, 'app', [source()], () => {
      builds += 1;
      act();
      return Promise.resolve(bundle(`build ${builds}`));
    });

  beforeEach(async () => {
    root = mkdtempSync(join(tmpdir(), 'kept-build-'));
    builds = 0;
    mkdirSync(source());
    writeFileSync(join(source(), 'a.ts'), 'a');
    await build();
  });
  afterEach(() => rmSync(root, { recursive: true }));

  it('is taken again while nothing changes', async () => {
    expect(await build()).toEqual(bundle('build 1'));
  });

  it.each<[string, () => void]>([
    ['a source changes', () => writeFileSync(join(source(), 'a.ts'), 'ab')],
    ['a source is added', () => writeFileSync(join(source(), 'b.ts'), '')],
    ['a source is removed', () => rmSync(join(source(), 'a.ts'))],
    ['packages change', () => writeFileSync(join(root, 'package-lock.json'), '{}')],
    ['what was kept is broken', () => writeFileSync(cache(), '{"fingerprint":')],
  ])('is built anew when %s', async (_, change) => {
    change();
    expect(await build()).toEqual(bundle('build 2'));
    expect(await build()).toEqual(bundle('build 2'));
  });

  it('is not kept when it fails', async () => {
    writeFileSync(join(source(), 'a.ts'), 'broken');
    const fail = () => {
      throw new Error('line 1');
    };
    await expect(build(fail)).rejects.toThrow('line 1');
    expect(await build()).toEqual(bundle('build 3'));
  });

  it('is not kept when a source changed meanwhile', async () => {
    writeFileSync(join(source(), 'a.ts'), 'changed');
    await build(() => writeFileSync(join(source(), 'a.ts'), 'changed again'));
    expect(await build()).toEqual(bundle('build 3'));
  });
});
