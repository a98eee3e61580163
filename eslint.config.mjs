import importX from 'eslint-plugin-import-x';
import jest from 'eslint-plugin-jest';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import tseslint from 'typescript-eslint';
import { limitOwner } from './scripts/lint/limit-owner.mjs';
import { newerGlobals, newerMembers, node16 } from './scripts/lint/node-16.mjs';
import { zones } from './scripts/lint/zones.mjs';

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
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          paths: [
            {
              name: 'axios',
              allowTypeImports: true,
              message: 'A cold start would pay for it: import it where a request is sent.',
            },
          ],
        },
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
