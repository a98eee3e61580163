/**
 * Sets the phone's clock to that of the local cloud, so that `new Date()` agrees in pages and functions; timers run in
 * real time.
 */
export async function followClock(): Promise<void> {
  const offsetMs = await cloudOffset();
  if (Math.abs(offsetMs) < minOffsetMs) return;
  const RealDate = Date;
  class ShiftedDate extends RealDate {
    constructor(...values: unknown[]) {
      if (values.length === 0) super(RealDate.now() + offsetMs);
      else super(...(values as [number]));
    }

    static override now(): number {
      return RealDate.now() + offsetMs;
    }
  }
  globalThis.Date = ShiftedDate as DateConstructor;
}

/** A smaller offset may be caused by the duration of the request. */
const minOffsetMs = 5_000;

async function cloudOffset(): Promise<number> {
  const response = await fetch('/local/health').catch(() => undefined);
  if (response?.ok !== true) return 0;
  const { now } = (await response.json()) as { now?: string | { $date: string } };
  if (now === undefined) return 0;
  return new Date(typeof now === 'string' ? now : now.$date).getTime() - Date.now();
}
