import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AdminError } from '../../admin/errors';
import { isMiniprogramStale, isStale } from '../../start/stale';
import { Interrupted } from '../operator';
import type { Operator } from '../operator';

/** Builds `dist/` when the folder contains newer sources; a folder without sources provides its own build. */
export function buildIfStale({ print, signal }: Operator, root: string): void {
  const script = join(root, 'scripts/build.ts');
  if (!existsSync(script) || !(isStale(root) || isMiniprogramStale(root))) return;
  print('· dist/ 还没有构建，或比源码旧：先构建（约一分钟）');
  const words = [require.resolve('tsx/cli'), script];
  const { status, stderr } = spawnSync(process.execPath, words, { cwd: root, encoding: 'utf8' });
  if (signal.aborted || status === null) throw new Interrupted();
  if (status !== 0) throw new AdminError(`构建失败：${stderr.trim()}`);
}
