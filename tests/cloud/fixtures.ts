import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A small product: two collections, a picture, two functions. */
export const smallTemplates: Record<string, unknown> = {
  'database-templates/works.json': {
    collection: 'works',
    purpose: 'works',
    permission: 'ADMINONLY',
    indexes: [
      { name: 'seat', fields: ['seat'], unique: true },
      { name: 'list', fields: ['userId', '-createdAt'] },
    ],
  },
  'database-templates/messages.json': {
    collection: 'messages',
    purpose: 'messages',
    permission: { read: 'doc._openid == auth.openid', write: false },
  },
  'database-templates/styles.json': {
    collection: 'styles',
    purpose: 'styles',
    permission: 'ADMINONLY',
    seed: [
      { _id: 'ink', name: '水墨', imageUrl: '{{files}}/ink.jpg', order: 1 },
      {
        _id: 'oil',
        name: '油画',
        order: 2,
        seedVersion: 1,
        since: { $date: '2026-01-01T00:00:00Z' },
      },
    ],
    cloudSeed: [],
  },
  'database-templates/storage-rules.json': {
    purpose: 'rules',
    paths: [
      { path: '^seed/', read: 'everybody', write: 'nobody', purpose: 'pictures' },
      { path: '^uploads/', read: 'creator', write: 'creator', purpose: 'uploads' },
    ],
  },
  'database-templates/function-rules.json': {
    '*': { invoke: 'auth != null' },
    tick: { invoke: false },
  },
  'database-templates/files/ink.jpg': 'a picture of ink',
};

const answersHealth = (build: string) => `
  const answer = ({ variables = [], collections = [] } = {}) => ({
    build: '${build}',
    configuration: null,
    missingVariables: variables.filter((name) => !process.env[name]),
    unreachableCollections: [],
  });
  exports.main = async ({ action, data }) => (action === 'health' ? answer(data) : { code: 400 });
`;

export function smallFunction(
  name: string,
  build: string,
  config: Record<string, unknown> = {},
  code = answersHealth(build),
): Record<string, unknown> {
  return {
    [`dist/cloudfunctions/${name}/index.js`]: code,
    [`dist/cloudfunctions/${name}/package.json`]: { name, build, main: 'index.js' },
    [`dist/cloudfunctions/${name}/config.json`]: {
      runtime: 'Nodejs20.19',
      timeout: 60,
      memorySize: 512,
      triggers: [],
      environment: [],
      ...config,
    },
  };
}

/** Creates a folder with these files; values that are not text become JSON. */
export function createProject(files: Record<string, unknown>): string {
  const folder = mkdtempSync(join(tmpdir(), 'project-'));
  writeFiles(folder, files);
  return folder;
}

export function writeFiles(folder: string, files: Record<string, unknown>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const text = typeof content === 'string' ? content : JSON.stringify(content);
    writeFileSync(join(folder, path), text);
  }
}
