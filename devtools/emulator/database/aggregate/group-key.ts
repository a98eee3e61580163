import { stringifyEjson } from '../ejson';
import type { Value } from '../values';
import { isDocument, isLong, isNumeric, toNumber } from '../values';

/** Equal values have equal keys, whatever their numeric types. Strings, the usual case, are their own keys. */
export function keyOf(value: Value): unknown {
  if (typeof value !== 'object' || value === null) return value;
  return isNumeric(value) ? numberKey(value) : `\u0000${textOf(value)}`;
}

/** A long beyond 2^53 is identified by its digits. */
function numberKey(value: Value): number | string {
  const number = toNumber(value);
  return isLong(value) && !Number.isSafeInteger(number) ? `\u0000${value.toString()}` : number;
}

function textOf(value: Value): string {
  if (isNumeric(value)) return String(numberKey(value));
  if (Array.isArray(value)) return `[${value.map(textOf).join()}]`;
  if (!isDocument(value)) return stringifyEjson(value);
  const members = Object.entries(value).map(
    ([field, member]) => `${JSON.stringify(field)}:${textOf(member)}`,
  );
  return `{${members.join()}}`;
}
