import { spawnSync } from 'node:child_process';
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const root = join(__dirname, '../..');

/** A planted fault: source code of a file in `where`, and the rule that must report it. */
type Fault = [zone: string, where: string, source: string, rule: string];

const paths = 'import-x/no-restricted-paths';

/** Layers of the shared code, each with the layers that it must not import. */
const layers: [layer: string, refused: string[]][] = [
  ['contracts', ['domain', 'data', 'providers', 'pictures', 'flows', 'integrity']],
  ['domain', ['contracts', 'data', 'providers', 'pictures', 'flows', 'integrity']],
  ['data', ['contracts', 'providers', 'pictures', 'flows', 'integrity']],
  ['providers', ['contracts', 'data', 'pictures', 'flows', 'integrity']],
  ['pictures', ['contracts', 'domain', 'data', 'providers', 'flows', 'integrity']],
  ['flows', ['contracts', 'providers', 'integrity']],
  ['integrity', ['contracts', 'providers', 'pictures', 'flows']],
];

/** Limits planted where they do not belong, each written differently. */
const limits: [what: string, where: string, source: string][] = [
  ['a constant', 'cloudfunctions/shared/domain/@.ts', 'export const dailyLimit = 50;'],
  [
    'a table',
    'cloudfunctions/login/@.ts',
    'export const ap = { free: 100, basic: 300, plus: 1000 };',
  ],
  [
    'a condition',
    'miniprogram/pages/create/@.ts',
    'export const stop = (user: { dailyMax: number }) => user.dailyMax >= 200;',
  ],
  [
    'a choice',
    'cloudfunctions/login/@.ts',
    'export const quotaOf = (isVip: boolean) => (isVip ? 200 : (50 as number));',
  ],
  ['bytes', 'cloudfunctions/shared/data/@.ts', 'export const most = 10 * 1024 ** 3;'],
  ['bytes by shifting', 'scripts/admin/@.ts', 'export const most = [2 * (1 << 30)];'],
  [
    'a default of a parameter',
    'cloudfunctions/login/@.ts',
    'export const ask = (monthlyQuota = 3000) => monthlyQuota;',
  ],
  ['what a function answers', 'scripts/@.ts', 'export function memberLimit() {\n  return 1000;\n}'],
  ['a sentence', 'miniprogram/utils/@.ts', "export const text = '今日上限 50 次';"],
  [
    'a sentence with a hole',
    'miniprogram/utils/@.ts',
    'export const text = (name: string) => `${name}：200 张/天`;',
  ],
  [
    'a reader of own limits',
    'cloudfunctions/login/@.ts',
    'export const own = (row: { customQuotas: object }) => row.customQuotas;',
  ],
  ['a reader of plans', 'scripts/@.ts', "export const collection = 'plan_features';"],
  [
    'a reader of the defaults',
    'cloudfunctions/login/@.ts',
    'export const show = (defaultLimit: number) => defaultLimit;',
  ],
];
const harmless: [what: string, where: string, source: string][] = [
  ['a page of rows', 'cloudfunctions/shared/data/@.ts', 'export const pageSize = 50;'],
  ['a wait', 'cloudfunctions/shared/data/@.ts', 'export const waitsMs = [1000, 3000];'],
  [
    'a status',
    'miniprogram/services/@.ts',
    'export const isWell = (reply: { code: number }) => reply.code === 200;',
  ],
  [
    'a limit that was asked for',
    'miniprogram/utils/@.ts',
    'export const text = (limit: number) => `今日上限 ${limit} 次`;',
  ],
];

const faults: Fault[] = [
  ['contracts import domain', 'cloudfunctions/shared/contracts/@.ts', `import '../error';`, paths],
  [
    'domain imports a repository',
    'cloudfunctions/shared/domain/@.ts',
    `import '../data/planted-target';`,
    paths,
  ],
  [
    'a provider loads axios at a cold start',
    'cloudfunctions/shared/providers/robot/@.ts',
    `import 'axios';`,
    '@typescript-eslint/no-restricted-imports',
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
  ...layers.flatMap(([layer, refused]): Fault[] =>
    refused.map((other) => [
      `${layer} imports ${other}`,
      `cloudfunctions/shared/${layer}/@.ts`,
      `import '../${other}/planted-target';`,
      paths,
    ]),
  ),
  ...layers.map(([layer]): Fault => [
    `${layer} imports a new file of the frame`,
    `cloudfunctions/shared/${layer}/@.ts`,
    `import '../planted-frame';`,
    paths,
  ]),
  [
    'a new file of the frame opens the platform',
    'cloudfunctions/shared/@.ts',
    `import './platform';`,
    paths,
  ],
  ['actions open the platform', 'cloudfunctions/login/@.ts', `import '../shared/platform';`, paths],
  [
    'actions in a folder open the platform',
    'cloudfunctions/login/actions/@.ts',
    `import '../../shared/platform';`,
    paths,
  ],
  [
    'a page imports another page',
    'miniprogram/pages/create/@.ts',
    `import '../works/planted-target';`,
    paths,
  ],
  [
    'a page imports a package',
    'miniprogram/pages/create/@.ts',
    `import '../../packages/chat/planted-target';`,
    paths,
  ],
  [
    'a package imports another package',
    'miniprogram/packages/admin/@.ts',
    `import '../chat/planted-target';`,
    paths,
  ],
  [
    'a package imports a page',
    'miniprogram/packages/admin/quota/@.ts',
    `import '../../../pages/create/planted-target';`,
    paths,
  ],
  [
    'the workshop asks the resolver',
    'devtools/emulator/@.ts',
    `import { resolveQuota } from '../../cloudfunctions/shared/domain/planted-target';\nexport const ask = resolveQuota;`,
    paths,
  ],
  [
    'the workshop imports a page',
    'devtools/emulator/@.ts',
    `import '../../miniprogram/pages/create/planted-target';`,
    paths,
  ],
  ...limits.map(([what, where, source]): Fault => [
    `a limit as ${what}`,
    where,
    source,
    'workshop/limit-owner',
  ]),
];

/** Targets of the planted imports: a zone only judges imports that it can resolve. */
const targets = [
  ...layers.map(([layer]) => `cloudfunctions/shared/${layer}/planted-target.ts`),
  'cloudfunctions/shared/planted-frame.ts',
  'cloudfunctions/shared/platform.ts',
  'devtools/simulator/runtime/planted-target.ts',
  'tests/components/planted-target.ts',
  'miniprogram/pages/works/planted-target.ts',
  'miniprogram/pages/create/planted-target.ts',
  'miniprogram/packages/chat/planted-target.ts',
  'miniprogram/packages/admin/planted-target.ts',
  'cloudfunctions/userInfo/planted-target.ts',
  'devtools/planted-target.ts',
  'miniprogram/services/planted-target.ts',
  'miniprogram/pages/planted-target.ts',
];

const settings = [
  'scripts/lint',
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

const copy = 'cloudfunctions/shared/domain/planted-copy.ts';
const circle = [
  'cloudfunctions/shared/domain/circle-a.ts',
  'cloudfunctions/shared/domain/circle-b.ts',
] as const;
const allowed = 'miniprogram/pages/allowed.ts';

type LintResult = { filePath: string; messages: { ruleId: string | null; message: string }[] };

describe('the import zones', () => {
  let folder: string;
  let found: Map<string, string[]>;

  beforeAll(() => {
    // The faults are planted in a copy, never among the real sources.
    folder = mkdtempSync(join(tmpdir(), 'zones-'));
    for (const path of settings) cpSync(join(root, path), join(folder, path), { recursive: true });
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const target of targets) plant(target, 'export {};');
    faults.forEach(([, where, source], index) => plant(place(where, index), source));
    harmless.forEach(([, where, source], index) =>
      plant(place(where, faults.length + index), source),
    );
    plant(copy, readFileSync(join(root, 'cloudfunctions/shared/domain/quota/features.ts'), 'utf8'));
    plant(circle[0], `import { b } from './circle-b';\nexport const a = (): number => b();`);
    plant(circle[1], `import { a } from './circle-a';\nexport const b = (): number => a();`);
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

  it.each(harmless.map(([what], index) => [what, index] as const))(
    'take %s for no limit',
    (_what, index) => {
      const [, where] = harmless[index] as (typeof harmless)[number];

      expect(found.get(place(where, faults.length + index))).not.toContain('workshop/limit-owner');
    },
  );

  it('find the limits of the table in a copy of it', () => {
    expect(found.get(copy)?.filter((rule) => rule === 'workshop/limit-owner')).toHaveLength(9);
  });

  it('follow a cycle of imports', () => {
    expect(found.get(circle[0])).toContain('import-x/no-cycle');
  });

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
