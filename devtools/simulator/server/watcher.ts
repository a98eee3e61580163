import { watch } from 'node:fs';

export type Watcher = { close(): void };

/** Editors write a file in several steps, so wait until changes settle. */
const settleMs = 60;

/** Calls back once for each burst of changes in a folder. */
export function watchFolder(folder: string, onChange: () => void): Watcher {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, settleMs);
  });
  // The folder may be removed while the simulator runs.
  watcher.on('error', () => undefined);
  return {
    close() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
