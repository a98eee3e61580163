// The cloud runs in UTC; a test must not pass only in the time zone of a developer.
process.env.TZ = 'UTC';

const transform = { '\\.(ts|m?js)$': '<rootDir>/tests/support/transform.cjs' };

/** @returns {import('jest').Config} */
function project(displayName, folders, more = {}) {
  return {
    displayName,
    rootDir: __dirname,
    testEnvironment: 'node',
    testMatch: folders.map((folder) => `<rootDir>/tests/${folder}/**/*.test.ts`),
    moduleFileExtensions: ['ts', 'js', 'json', 'mjs', 'cjs'],
    transform,
    ...more,
  };
}

/** @type {import('jest').Config} */
module.exports = {
  maxWorkers: 2,
  // It ends a hang; no test is slow because a machine is.
  testTimeout: 900_000,
  testSequencer: '<rootDir>/tests/support/sequencer.cjs',
  projects: [
    project('unit', [
      'domain',
      'data',
      'pictures',
      'shared',
      'providers',
      'lint',
      'miniprogram',
      'scripts',
    ]),
    project('emulator', ['emulator']),
    project('simulator', ['simulator']),
    project('functions', ['functions', 'integrity']),
    project('faults', ['faults']),
    project('cloud', ['cloud']),
    project('components', ['components'], {
      testEnvironment: 'jsdom',
      transformIgnorePatterns: ['/node_modules/(?!tdesign-miniprogram)'],
    }),
    project('journeys', ['journeys']),
  ],
};
