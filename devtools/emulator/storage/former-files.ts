import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { onDisk } from '../disk/disk-error';
import { toDiskPath } from './disk-path';
import { readLedger } from './ledger';
import type { Ledger } from './ledger';

/** Migrates the data folder of an earlier version, which kept files in `files` under their unescaped paths. */
export function adoptFormerFiles(folder: string, root: string, ledger: Ledger): void {
  const formerLedger = join(folder, 'files.jsonl');
  if (!existsSync(formerLedger)) return;
  onDisk(folder, () => {
    for (const [path, info] of readLedger(formerLedger)) {
      const former = join(folder, 'files', ...path.split('/'));
      if (!existsSync(former)) continue;
      const target = toDiskPath(root, path);
      mkdirSync(dirname(target), { recursive: true });
      renameSync(former, target);
      ledger.put(info);
    }
    rmSync(join(folder, 'files'), { recursive: true, force: true });
    rmSync(formerLedger);
  });
}
