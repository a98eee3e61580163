import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadBundle } from '../../devtools/emulator/functions/worker/load';
import type { LoadedBundle } from '../../devtools/emulator/functions/worker/load';

describe('a large bundle', () => {
  let folder: string;
  const entry = () => join(folder, 'index.js');
  const cache = () => join(folder, 'cache');
  const cached = () => readFileSync(join(cache(), readdirSync(cache())[0] ?? ''));
  const load = () => loadBundle(entry(), cache());
  /** Bundles of equal length, because V8 itself only compares the length. */
  const write = (answer: 'one' | 'two') =>
    writeFileSync(
      entry(),
      `const answer = '${answer}'; exports.main = () => answer; // ${'-'.repeat(250_000)}`,
    );
  const answerOf = ({ exports }: LoadedBundle) => (exports as { main(): string }).main();

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'bundle-'));
    write('one');
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is compiled once', () => {
    expect(answerOf(load())).toBe('one');
    const first = cached();
    expect(answerOf(load())).toBe('one');

    expect(readdirSync(cache())).toHaveLength(1);
    expect(cached()).toEqual(first);
  });

  it('is compiled again when it has changed', () => {
    load();
    write('two');

    expect(answerOf(load())).toBe('two');
    expect(readdirSync(cache())).toHaveLength(1);
  });

  it('is a new module at every load', () => {
    expect(load().exports).not.toBe(load().exports);
  });

  it('is cached with the code compiled by its calls, but never by an instance that has served less', () => {
    const bundle = load();
    const first = cached();
    answerOf(bundle);
    bundle.served(1);
    expect(cached().length).toBeGreaterThan(first.length);

    bundle.served(8);
    const later = cached();
    load().served(1);
    expect(cached()).toEqual(later);
    expect(answerOf(load())).toBe('one');
  });

  it('is compiled again when the cached code is damaged', () => {
    load();
    const [name = ''] = readdirSync(cache());
    const kept = cached();
    writeFileSync(join(cache(), name), kept.subarray(0, kept.length / 2));

    expect(answerOf(load())).toBe('one');
  });

  it('is loaded without a folder for the cache', () => {
    writeFileSync(cache(), 'a file in the place of the folder');

    expect(answerOf(load())).toBe('one');
  });

  it('sees its own folder', () => {
    writeFileSync(entry(), `exports.main = () => __filename; // ${'-'.repeat(250_000)}`);

    expect(answerOf(load())).toBe(entry());
  });
});
