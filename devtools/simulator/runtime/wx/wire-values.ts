/** Dates are sent as EJSON. */
export function toWire(value: unknown): unknown {
  if (value instanceof Date) return { $date: value.toISOString() };
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, toWire(child)]));
}

export function fromWire(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(fromWire);
  if (typeof value !== 'object' || value === null) return value;
  const typed = value as {
    $date?: unknown;
    $numberLong?: string;
    $numberInt?: string;
    $numberDouble?: string;
  };
  if (typed.$date !== undefined) return new Date(fromWire(typed.$date) as string | number);
  const digits = typed.$numberLong ?? typed.$numberInt ?? typed.$numberDouble;
  if (digits !== undefined) return Number(digits);
  return Object.fromEntries(Object.entries(value).map(([key, child]) => [key, fromWire(child)]));
}
