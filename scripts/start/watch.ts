import { watch } from 'node:fs';
import { join } from 'node:path';
import { buildFunctions } from '../build/functions';

/** Editors write a file in several steps, so wait until changes settle. */
const settleMs = 150;

/** Rebuilds the functions when a source changes; the cloud notices new bundles by itself. */
export function rebuildOnChange(root: string): () => void {
  let timer: NodeJS.Timeout | undefined;
  let building: Promise<void> = Promise.resolve();

  async function rebuild(): Promise<void> {
    try {
      await buildFunctions(join(root, 'cloudfunctions'), join(root, 'dist/cloudfunctions'));
      console.log('functions rebuilt');
    } catch (error) {
      // The last good bundles keep running until the source compiles again.
      console.error(error instanceof Error ? error.message : error);
    }
  }

  const watcher = watch(join(root, 'cloudfunctions'), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      building = building.then(rebuild);
    }, settleMs);
  });
  return () => {
    clearTimeout(timer);
    watcher.close();
  };
}
