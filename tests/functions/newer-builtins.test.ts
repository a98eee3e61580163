import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { binaryOf } from '../../devtools/emulator/functions/runtimes';
import { builtinsOf, findNewerBuiltins } from '../../scripts/build/newer-builtins';
import type { NewerBuiltin } from '../../scripts/build/newer-builtins';

/** Library code in the bundles that never runs on Node 16.13, identified by the text near it. */
const unreachable: { name: string; near: string; reason: string; mayBeGone?: boolean }[] = [
  { name: 'FormData', near: '||FormData)', reason: 'axios, for a body that is an object of files' },
  { name: 'FormData', near: '.isHTMLForm(', reason: 'axios, for a form of a browser' },
  { name: 'FormData', near: '||new FormData', reason: 'the axios of the SDK, for such a body' },
  { name: 'navigator', near: '(msie|trident)', reason: 'the axios of the SDK, in a browser' },
  {
    name: 'WebSocket',
    near: '.wsClass(',
    reason: 'the watch of the SDK, which functions do not use',
  },
  { name: 'fetch', near: '.tempFileURL', reason: 'getFileInfo of the SDK, not called' },
  { name: 'Headers', near: 'instanceof Headers}catch', reason: 'the SDK: models, not called' },
  { name: 'Headers', near: '.headers instanceof Headers', reason: 'the SDK: mysql, not called' },
  { name: 'Headers', near: 'new Headers(', reason: 'the SDK: mysql, not called' },
  { name: 'crypto', near: 'crypto.getRandomValues', reason: 'bignumber.js asks for it first' },
  { name: 'crypto', near: 'crypto.randomBytes', reason: 'bignumber.js asks for it first' },
  {
    ...{ name: 'crypto.hash', near: '.hash.replace(' },
    reason: 'a URL that the minifier may give the letter of the module',
    mayBeGone: true,
  },
  { name: 'File', near: '?"map":', reason: 'zod, for the size of what is no Set and no Map' },
];

const folder = join(__dirname, '../../dist/cloudfunctions');
const oldest = binaryOf('Nodejs16.13');

describe('the bundles', () => {
  if (oldest === null && process.platform !== 'linux') {
    it('are checked only on machines with Node 16.13', () => expect(oldest).toBeNull());
    return;
  }
  const builtins = {
    oldest: builtinsOf(oldest ?? 'npm ci --prefix devtools/runtimes'),
    newest: builtinsOf(process.execPath),
  };
  const uses = (code: string) => findNewerBuiltins(code, builtins.oldest, builtins.newest);
  const fits = (code: { name: string; near: string }, use: NewerBuiltin): boolean =>
    code.name === use.name && use.excerpt.includes(code.near);

  it('use nothing that Node 16.13 does not have, libraries included', () => {
    const bundles = readdirSync(folder);
    expect(bundles).toContain('aiGenerate');

    const found = bundles.flatMap((name) =>
      uses(readFileSync(join(folder, name, 'index.js'), 'utf8')).map((use) => ({
        bundle: name,
        use,
      })),
    );

    expect(found.filter(({ use }) => !unreachable.some((code) => fits(code, use)))).toEqual([]);
    // Code that the libraries no longer contain must be removed from this list.
    const gone = unreachable.filter((code) => !found.some(({ use }) => fits(code, use)));
    expect(gone.filter(({ mayBeGone = false }) => !mayBeGone)).toEqual([]);
  });

  it.each([
    ['a global', 'const copy=structuredClone({})', 'structuredClone'],
    ['a global in a call', 'async()=>await fetch("https://example.com")', 'fetch'],
    ['a class', 'new FormData', 'FormData'],
    ['a global of the web', 'crypto.getRandomValues(new Uint8Array(8))', 'crypto'],
    ['a static method', 'AbortSignal.timeout(1000)', 'AbortSignal.timeout'],
    ['one that came after this Node', 'Object.groupBy([],n=>n)', 'Object.groupBy'],
    ['a property of the process', 'process.getBuiltinModule("fs")', 'process.getBuiltinModule'],
    ['a method', '[1].findLast(n=>n>0)', '.findLast'],
    ['a module', 'const t=require("node:test")', "require('test')"],
    ['an export', 'var u=require("util");u.parseArgs({})', 'util.parseArgs'],
  ])('are refused for %s', (_what, code, name) => {
    expect(uses(code).map((use) => use.name)).toContain(name);
  });

  it.each([
    'typeof fetch=="function"&&fetch("x")',
    'var f=typeof Blob<"u"?new Blob([]):null',
    'if(typeof AbortSignal.any=="function")AbortSignal.any([])',
    'const x={fetch:1};x.fetch;x.Headers',
    'Uint32Array.from([1]);performance.now();console.__baseLog__',
    'resets.findLast()',
    'var u=require("util");u.inspect({})',
  ])('may test for a name first, or use an existing one: %s', (code) => {
    expect(uses(code)).toEqual([]);
  });
});
