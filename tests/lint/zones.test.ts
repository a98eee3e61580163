import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** A planted fault: a file in `where` that imports `what`, and the rule that must name it. */
type Fault = [zone: string, where: string, source: string, rule: string];

const paths = 'import-x/no-restricted-paths';

const faults: Fault[] = [
  ['contracts import domain', 'cloudfunctions/shared/contracts/@.ts', `import '../error';`, paths],
  [
    'domain imports a repository',
    'cloudfunctions/shared/domain/@.ts',
    `import '../data/planted-target';`,
    paths,
  ],
  [
    'domain imports axios',
    'cloudfunctions/shared/domain/@.ts',
    `import 'axios';`,
    'no-restricted-imports',
  ],
  [
    'domain reads the clock',
    'cloudfunctions/shared/domain/@.ts',
    `export const now = Date.now();`,
    'no-restricted-properties',
  ],
  [
    'domain makes the current date',
    'cloudfunctions/shared/domain/@.ts',
    `export const now = new Date();`,
    'no-restricted-syntax',
  ],
  [
    'domain rolls dice',
    'cloudfunctions/shared/domain/@.ts',
    `export const dice = Math.random();`,
    'no-restricted-properties',
  ],
  [
    'a function uses a timeout signal that Node 16.13 does not have',
    'cloudfunctions/shared/providers/@.ts',
    `export const signal = AbortSignal.timeout(1);`,
    'no-restricted-syntax',
  ],
  [
    'the domain uses an array method that Node 16.13 does not have',
    'cloudfunctions/shared/domain/@.ts',
    `export const last = [1].findLast((one) => one > 0);`,
    'no-restricted-syntax',
  ],
  [
    'a function uses a global that Node 16.13 does not have',
    'cloudfunctions/shared/providers/@.ts',
    `export const copy = structuredClone({});`,
    'no-restricted-globals',
  ],
  [
    'a repository imports a provider',
    'cloudfunctions/shared/data/@.ts',
    `import '../providers/planted-target';`,
    paths,
  ],
  [
    'a repository imports the SDK',
    'cloudfunctions/shared/data/@.ts',
    `import 'wx-server-sdk';`,
    'no-restricted-imports',
  ],
  [
    'a provider imports a repository',
    'cloudfunctions/shared/providers/@.ts',
    `import '../data/planted-target';`,
    paths,
  ],
  [
    'a function imports the SDK',
    'cloudfunctions/login/@.ts',
    `import 'wx-server-sdk';`,
    'no-restricted-imports',
  ],
  [
    'a function imports another function',
    'cloudfunctions/login/@.ts',
    `import '../userInfo/planted-target';`,
    paths,
  ],
  [
    'a function imports the workshop',
    'cloudfunctions/login/@.ts',
    `import '../../devtools/planted-target';`,
    paths,
  ],
  [
    'a component imports a service',
    'miniprogram/components/@.ts',
    `import '../services/planted-target';`,
    paths,
  ],
  [
    'a page imports contract values',
    'miniprogram/pages/@.ts',
    `import { login } from '../../cloudfunctions/shared/contracts/login';\nexport const used = login;`,
    '@typescript-eslint/no-restricted-imports',
  ],
  [
    'a page imports the server',
    'miniprogram/pages/@.ts',
    `import '../../cloudfunctions/shared/error';`,
    paths,
  ],
  [
    'a service imports a page',
    'miniprogram/services/@.ts',
    `import '../pages/planted-target';`,
    paths,
  ],
  [
    'a page calls the cloud itself',
    'miniprogram/pages/@.ts',
    `void wx.cloud.callFunction({ name: 'login' });`,
    'no-restricted-syntax',
  ],
];

/** Files the planted imports point at; a zone only judges what it can resolve. */
const targets = [
  'cloudfunctions/shared/data/planted-target.ts',
  'cloudfunctions/shared/providers/planted-target.ts',
  'cloudfunctions/userInfo/planted-target.ts',
  'devtools/planted-target.ts',
  'miniprogram/services/planted-target.ts',
  'miniprogram/pages/planted-target.ts',
];

const settings = [
  'eslint.config.mjs',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.json',
  'miniprogram/tsconfig.json',
  'devtools/simulator/tsconfig.json',
  'tests/components/tsconfig.json',
  'cloudfunctions/shared/contracts',
  'cloudfunctions/shared/error.ts',
];

const allowed = 'miniprogram/pages/allowed.ts';

type LintResult = { filePath: string; messages: { ruleId: string | null; message: string }[] };

describe('the import zones', () => {
  let folder: string;
  let found: Map<string, string[]>;

  beforeAll(() => {
    // A copy, so that planted faults never stand among the real sources.
    folder = mkdtempSync(join(tmpdir(), 'zones-'));
    for (const path of settings) cpSync(join(root, path), join(folder, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const target of targets) plant(target, 'export {};');
    faults.forEach(([, where, source], index) => plant(place(where, index), source));
    plant(
      allowed,
      `import type { User } from '../../cloudfunctions/shared/contracts/values';\nexport type Shown = User;`,
    );
    found = lint();
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each(faults.map((fault, index) => [fault[0], index] as const))(
    'refuse: %s',
    (_zone, index) => {
      const [, where, , rule] = faults[index] as Fault;

      expect(found.get(place(where, index))).toContain(rule);
    },
  );

  it('let a page import a type of the contracts', () => {
    expect(found.get(allowed)).toEqual([]);
  });

  function plant(file: string, text: string): void {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), `${text}\n`);
  }

  function lint(): Map<string, string[]> {
    const eslint = join(root, 'node_modules/eslint/bin/eslint.js');
    const { stdout, stderr } = spawnSync(process.execPath, [eslint, '.', '--format', 'json'], {
      cwd: folder,
      encoding: 'utf8',
      maxBuffer: 1 << 26,
    });
    if (!stdout.startsWith('[')) throw new Error(stderr || stdout);
    return new Map(
      (JSON.parse(stdout) as LintResult[]).map(({ filePath, messages }) => [
        filePath.slice(folder.length + 1),
        messages.map(({ ruleId, message }) => ruleId ?? message),
      ]),
    );
  }
});

function place(where: string, index: number): string {
  return where.replace('@', `planted-${index}`);
}
