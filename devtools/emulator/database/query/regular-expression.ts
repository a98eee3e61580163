import { BSONRegExp } from 'bson';
import { requestFailed } from '../../wire/errors';
import type { Value } from '../values';

/**
 * Converts MongoDB's pattern and options to a JavaScript expression. Patterns with `x` (extended) are rewritten,
 * because JavaScript has no such flag.
 */
export function toRegExp(operand: Value, options: Value | undefined): RegExp {
  const source = operand instanceof BSONRegExp ? operand.pattern : operand;
  if (typeof source !== 'string') throw requestFailed('$regex has to be a string');
  if (options !== undefined && typeof options !== 'string')
    throw requestFailed('$options has to be a string');
  const given = options ?? (operand instanceof BSONRegExp ? operand.options : '');
  const flags = [...new Set(given)];
  const unknown = flags.find((flag) => !'imsxu'.includes(flag));
  if (unknown !== undefined) throw requestFailed(`invalid flag in regex options: ${unknown}`);
  try {
    return new RegExp(
      flags.includes('x') ? withoutLayout(source) : source,
      flags.filter((flag) => 'ims'.includes(flag)).join(''),
    );
  } catch {
    throw requestFailed(`Regular expression is invalid: ${source}`);
  }
}

function withoutLayout(source: string): string {
  return source.replace(/\\.|\[(?:\\.|[^\]])*\]|\s+|#.*/g, (part) =>
    /^[\s#]/.test(part) ? '' : part,
  );
}
