/**
 * The environment as a plain object. That of a worker thread crosses into native code at every reading, and the SDK reads it
 * more than a hundred times for one call. As in `process.env`, assigned values become text.
 */
export function installEnvironment(): void {
  const environment = new Proxy<Record<string, unknown>>(
    { ...process.env },
    {
      set(target, name, value) {
        if (typeof name === 'symbol') throw new TypeError('a variable is named by text');
        target[name] = String(value);
        return true;
      },
    },
  );
  Object.defineProperty(process, 'env', { value: environment });
}
