import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export type TestApp = { folder: string; remove: () => void };

/** Writes a mini-program with one page, `pages/i/i`; `files` are added or replace others. */
export function createApp(files: Record<string, string | Buffer> = {}): TestApp {
  const folder = mkdtempSync(join(tmpdir(), 'app-'));
  const all: Record<string, string | Buffer> = {
    'app.json': JSON.stringify({ pages: ['pages/i/i'], style: 'v2' }),
    'app.js': 'App({})',
    'pages/i/i.json': '{}',
    'pages/i/i.js': 'Page({})',
    'pages/i/i.wxml': '<view>page</view>',
    ...files,
  };
  for (const [name, content] of Object.entries(all)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), content);
  }
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
