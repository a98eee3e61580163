export type UnsafePath = { path: string; kind: string };

/** The paths of values that JSON would drop or change: functions, undefined, dates, cycles, NaN, … */
export function unsafePaths(value: unknown, path = '', parents: object[] = []): UnsafePath[] {
  const kind = unsafeKind(value, parents);
  if (kind !== undefined) return [{ path, kind }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) =>
    unsafePaths(child, path === '' ? key : `${path}.${key}`, [...parents, value]),
  );
}

function unsafeKind(value: unknown, parents: object[]): string | undefined {
  if (value === undefined) return 'undefined';
  if (typeof value === 'function') return 'a function';
  if (typeof value === 'symbol' || typeof value === 'bigint') return `a ${typeof value}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  if (parents.includes(value)) return 'a cycle';
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== null && prototype !== Object.prototype) return `a ${value.constructor.name}`;
  return undefined;
}
