/**
 * Replaces the environment by a plain object. Every read of a worker thread's environment calls into native code, and
 * the SDK makes more than a hundred reads per call. As in `process.env`, assigned values become strings.
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
