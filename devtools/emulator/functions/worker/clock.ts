const machineNow = Date.now.bind(Date);
let offset = 0;

export function setClockOffset(offsetMs: number): void {
  offset = offsetMs;
}

export function now(): number {
  return machineNow() + offset;
}

/**
 * Makes `new Date()`, `Date()` and `Date.now()` follow the business clock; timers keep following the machine's clock.
 */
export function installClock(): void {
  const MachineDate = Date;
  const BusinessDate = new Proxy(MachineDate, {
    construct: (target, args: unknown[], newTarget) =>
      Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget) as object,
    apply: () => new MachineDate(now()).toString(),
  });
  MachineDate.now = now;
  // Keeps `moment.constructor === Date` true.
  MachineDate.prototype.constructor = BusinessDate;
  globalThis.Date = BusinessDate;
}
