const width = 24;
const redrawMs = 100;

export type Progress = { show(step: string, done: number, total?: number): void; end(): void };

/** A progress bar on stderr, shown only on a terminal; stdout stays machine-readable. */
export function createProgress(stream: NodeJS.WriteStream = process.stderr): Progress {
  let drawnAt = 0;
  let hasDrawn = false;
  return {
    show(step, done, total) {
      const now = performance.now();
      if (!stream.isTTY || (now - drawnAt < redrawMs && done !== total)) return;
      drawnAt = now;
      hasDrawn = true;
      stream.write(`\r\x1b[2K${bar(step, done, total)}`);
    },
    end() {
      if (hasDrawn) stream.write('\r\x1b[2K');
      hasDrawn = false;
    },
  };
}

export function bar(step: string, done: number, total?: number): string {
  if (total === undefined || total === 0) return `${step} ${done}`;
  const share = Math.min(1, done / total);
  const full = Math.round(share * width);
  return `${step} [${'█'.repeat(full)}${'░'.repeat(width - full)}] ${done}/${total}`;
}
