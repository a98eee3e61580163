import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

const root = join(__dirname, '../..');
const run = (script: string, ...options: string[]) =>
  spawnSync(process.execPath, ['--import', 'tsx', `scripts/${script}.ts`, ...options], {
    cwd: root,
    encoding: 'utf8',
  });

describe('options of a script', () => {
  it.each(['screens', 'bench', 'faults', 'soak', 'capacity'])(
    '%s names a mistyped one',
    (script) => {
      const { status, stderr } = run(script, '--nonsense');
      expect(stderr).toMatch(/^Unknown option '--nonsense'\..* --help shows the options\.\n$/);
      expect(status).toBe(1);
    },
  );

  it('screens names the areas', () => {
    expect(run('screens', '--area', 'nowhere').stderr).toContain('--area takes one of');
    expect(run('screens', '--help').stdout).toContain('npm run screens -- [--area AREA]');
  });
});
