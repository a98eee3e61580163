import { existsSync, readdirSync } from 'node:fs';
import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';
import { limitOwner } from './scripts/lint/limit-owner.mjs';

const shared = './cloudfunctions/shared';
const folders = (folder) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => `${folder}/${entry.name}`);
const functions = folders('./cloudfunctions').filter((folder) => folder !== shared);
const everything = ['./cloudfunctions', './miniprogram', './devtools', './scripts', './tests'];

/** What each layer of the shared code may import of the others; `error.ts` is open to all but contracts. */
const layers = {
  contracts: [],
  domain: [],
  data: ['domain'],
  providers: ['domain'],
  pictures: [],
  flows: ['domain', 'data', 'pictures'],
  integrity: ['domain', 'data'],
};

/** Who may import what: docs/architecture.md. Each zone is shown to fire by tests/lint/zones.test.ts. */
const zones = [
  ...Object.entries(layers).map(([layer, others]) =>
    zone(`${shared}/${layer}`, everything, [
      ...[layer, ...others].map((name) => `${shared}/${name}`),
      ...(layer === 'contracts' ? [] : [`${shared}/error.ts`]),
    ]),
  ),
  zone('./cloudfunctions', ['./miniprogram', './devtools', './scripts', './tests'], []),
  ...functions.map((folder) => zone(folder, ['./cloudfunctions'], [shared, folder])),
  // Only the entry of a function opens the platform: everything else takes a context.
  {
    target: [`${shared}/**/*`, './cloudfunctions/*/!(index).ts', './cloudfunctions/*/*/**/*'],
    from: [`${shared}/platform.ts`],
  },
  zone('./miniprogram/components', everything, ['./miniprogram/components', './miniprogram/utils']),
  zone('./miniprogram/services', everything, ['./miniprogram/services', `${shared}/contracts`]),
  zone('./miniprogram/utils', everything, ['./miniprogram/utils', `${shared}/contracts`]),
  zone(
    ['./miniprogram/pages', './miniprogram/packages'],
    ['./cloudfunctions', './devtools', './scripts', './tests'],
    [`${shared}/contracts`],
  ),
  // Pages and packages meet in services, components and utils, never in each other's files.
  ...[...folders('./miniprogram/pages'), ...folders('./miniprogram/packages')].map((folder) =>
    zone(folder, everything, [
      folder,
      './miniprogram/services',
      './miniprogram/components',
      './miniprogram/utils',
      `${shared}/contracts`,
    ]),
  ),
  // The workshop stands in for the platform, not for the product: it shares its pictures and the words of reports.
  zone(
    './devtools',
    ['./cloudfunctions', './miniprogram'],
    [`${shared}/contracts`, `${shared}/pictures`, `${shared}/integrity/rules`],
  ),
];

/** `target` may import nothing of the `from` folders but what lies in `except`. */
function zone(target, from, except) {
  return { target, from: from.flatMap((folder) => expand(folder, except)) };
}

function expand(folder, except) {
  const inside = except.filter((path) => path === folder || path.startsWith(`${folder}/`));
  if (inside.includes(folder)) return [];
  if (inside.length === 0) return existsSync(folder) ? [folder] : [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    expand(`${folder}/${entry.name}`, inside),
  );
}

/** What Node 16.13, the oldest runtime of the cloud, does not have. */
const node16 = 'Node 16.13, the oldest runtime of the cloud, does not have it.';
const newerGlobals = [
  'structuredClone',
  'fetch',
  'FormData',
  'Headers',
  'Request',
  'Response',
  'Blob',
];
const newerMembers = [
  "MemberExpression[object.name='AbortSignal'][property.name=/^(timeout|any)$/]",
  "CallExpression[callee.property.name='findLast'][arguments.length>0]",
  'CallExpression[callee.property.name=/^(findLastIndex|toSorted|toReversed|toSpliced|throwIfAborted)$/]',
].map((selector) => ({ selector, message: node16 }));

const words = (names, message) => names.map((name) => ({ name, message }));

export default tseslint.config(
  {
    ignores: [
      'dist/**',
      'node_modules/**',
      '.local-cloud/**',
      'coverage/**',
      'screens/**',
      '.cache/**',
    ],
  },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked],
    plugins: { 'import-x': importX, workshop: { rules: { 'limit-owner': limitOwner } } },
    languageOptions: {
      parserOptions: {
        project: [
          './tsconfig.json',
          './miniprogram/tsconfig.json',
          './devtools/simulator/tsconfig.json',
          './tests/components/tsconfig.json',
        ],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      // Without it `no-cycle` follows no import of a TypeScript file.
      'import-x/parsers': { '@typescript-eslint/parser': ['.ts'] },
      'import-x/resolver-next': [
        createTypeScriptImportResolver({
          project: [
            './tsconfig.json',
            './miniprogram/tsconfig.json',
            './devtools/simulator/tsconfig.json',
          ],
        }),
      ],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'separate-type-imports' },
      ],
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true },
      ],
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/consistent-type-definitions': ['error', 'type'],
      '@typescript-eslint/no-unnecessary-condition': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-console': 'off',
    },
  },
  {
    files: ['cloudfunctions/shared/domain/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          paths: words(
            ['axios', 'wx-server-sdk', 'zod', 'dayjs'],
            'Domain rules take values and return values.',
          ),
        },
      ],
      'no-restricted-properties': [
        'error',
        {
          object: 'Date',
          property: 'now',
          message: 'The domain has no clock: take `now` as a value.',
        },
        {
          object: 'Math',
          property: 'random',
          message: 'The domain has no randomness: take it as a value.',
        },
      ],
      'no-restricted-syntax': [
        'error',
        {
          selector: "NewExpression[callee.name='Date'][arguments.length=0]",
          message: 'The domain has no clock: take `now` as a value.',
        },
        ...newerMembers,
      ],
    },
  },
  {
    files: ['cloudfunctions/**/*.ts'],
    rules: { 'no-restricted-globals': ['error', ...words(newerGlobals, node16)] },
  },
  {
    files: ['cloudfunctions/**/*.ts'],
    ignores: ['cloudfunctions/shared/domain/**'],
    rules: { 'no-restricted-syntax': ['error', ...newerMembers] },
  },
  {
    files: ['cloudfunctions/**/*.ts'],
    ignores: ['cloudfunctions/shared/platform.ts', 'cloudfunctions/shared/domain/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: words(['wx-server-sdk'], 'Only shared/platform.ts names the SDK.') },
      ],
    },
  },
  {
    files: ['cloudfunctions/shared/{contracts,data}/**/*.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: words(['axios', 'wx-server-sdk'], 'Contracts and repositories know zod only.') },
      ],
    },
  },
  {
    files: ['miniprogram/**/*.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: ['**/cloudfunctions/**'],
              allowTypeImports: true,
              message: 'The phone reads types of the contracts, nothing else.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['miniprogram/**/*.ts'],
    ignores: ['miniprogram/services/cloud.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "MemberExpression[object.property.name='cloud'][property.name='callFunction']",
          message: 'Call the cloud through services/cloud.ts.',
        },
      ],
    },
  },
  {
    files: ['cloudfunctions/**/*.ts', 'miniprogram/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'workshop/limit-owner': 'error' },
  },
  {
    files: ['tests/**/*.test.ts'],
    plugins: { jest },
    rules: {
      'jest/expect-expect': [
        'error',
        { assertFunctionNames: ['expect', 'expect*', '**.expect*', 'fc.assert'] },
      ],
      'jest/valid-expect': 'error',
      'jest/no-conditional-expect': 'error',
      'jest/no-disabled-tests': 'error',
      'jest/no-focused-tests': 'error',
      'jest/no-identical-title': 'error',
      'jest/no-standalone-expect': 'error',
    },
  },
);
