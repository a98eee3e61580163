import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { binaryOf, runtimes } from '../devtools/emulator/functions/runtimes';

/** Installs missing Node binaries on which the tests run the functions, and prints that it does. */
export function ensureRuntimes(): void {
  if (process.platform !== 'linux' || process.arch !== 'x64') return;
  if (runtimes.every((runtime) => binaryOf(runtime) !== null)) return;
  console.log(`Installing ${runtimes.join(' and ')} for the tests …`);
  const folder = join(__dirname, '../devtools/runtimes');
  const { status } = spawnSync('npm', ['ci', '--prefix', folder], { stdio: 'inherit' });
  if (status !== 0) {
    console.error('Could not install them. Run npm ci --prefix devtools/runtimes, then npm test.');
    process.exit(1);
  }
}
