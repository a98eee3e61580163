import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** The newest version of the SDK whose npm package contains its tests. */
export const suitesPackage = '@cloudbase/node-sdk@2.8.1';

/** The folder of the unpacked package, downloaded from npm once. Nothing in it is part of this project. */
export function fetchSuites(cache: string): string {
  const folder = join(cache, suitesPackage.replaceAll(/[^\w.]+/g, '-'), 'package');
  if (existsSync(join(folder, 'test'))) return folder;
  const target = join(folder, '..');
  mkdirSync(target, { recursive: true });
  const packed = execFileSync('npm', ['pack', suitesPackage, '--silent'], {
    cwd: target,
    encoding: 'utf8',
  });
  execFileSync('tar', ['xzf', packed.trim().split('\n').at(-1) ?? ''], { cwd: target });
  return folder;
}
