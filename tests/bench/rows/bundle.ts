import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isWithin, kilobytes } from '../row';
import type { Result, Row } from '../row';

const limit = { atMost: 1_300_000 };

/** The size of everything deployed for a function, in bytes. */
export const bundle: Row = {
  name: 'bundle',
  measure({ productFunctions }) {
    const sizes = readdirSync(productFunctions).map((name) => {
      const folder = join(productFunctions, name);
      const files = readdirSync(folder);
      const scripts = files.filter((file) => file.endsWith('.js'));
      const bytes = scripts.reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
      return { name, bytes, isOneFile: scripts.length === 1 && !files.includes('node_modules') };
    });
    return Promise.resolve(sizes.map(toResult));
  },
};

function toResult({
  name,
  bytes,
  isOneFile,
}: {
  name: string;
  bytes: number;
  isOneFile: boolean;
}): Result {
  return {
    what: `bundle of ${name}, one file`,
    ours: kilobytes(bytes),
    baseline: '',
    ratio: '',
    target: `≤ ${kilobytes(limit.atMost)}`,
    isMet: isOneFile && isWithin(bytes, limit),
  };
}
