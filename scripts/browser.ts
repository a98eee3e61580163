import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

export const chromiumPath = '/usr/bin/chromium';

const packages = ['chromium', 'fonts-noto-cjk'];

/** Installs Debian's Chromium and Chinese fonts when they are missing, and prints that it does. */
export function ensureBrowser(): void {
  if (existsSync(chromiumPath) && existsSync('/usr/share/fonts/opentype/noto')) return;
  console.log(`Installing ${packages.join(' and ')} for the tests in a browser …`);
  const prefix = process.getuid?.() === 0 ? [] : ['sudo'];
  for (const command of [
    ['apt-get', 'update', '-qq'],
    ['apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages],
  ]) {
    const [program = '', ...rest] = [...prefix, ...command];
    const { status } = spawnSync(program, rest, { stdio: ['ignore', 'ignore', 'inherit'] });
    if (status !== 0) {
      console.error(
        `Could not install them. Install ${packages.join(' and ')} by hand, then run npm test again.`,
      );
      process.exit(1);
    }
  }
}
