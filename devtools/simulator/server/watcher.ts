import { watch } from 'node:fs';

export type Watcher = { close(): void };

/** Editors write a file in several steps. */
const settleMs = 60;

/** Tells once when something below a folder changed. */
export function watchFolder(folder: string, onChange: () => void): Watcher {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(onChange, settleMs);
  });
  // A folder that is removed while the simulator runs is no reason to stop.
  watcher.on('error', () => undefined);
  return {
    close() {
      clearTimeout(timer);
      watcher.close();
    },
  };
}
