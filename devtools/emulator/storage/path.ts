import { WireError } from '../wire/errors';
import { maxPathBytes } from './limits';

/**
 * Checks a path by the rules of the cloud's storage: relative, at most 850 bytes, no empty or dotted segments. Throws
 * INVALID_PARAM.
 */
export function checkedPath(path: unknown): string {
  const isGood =
    typeof path === 'string' &&
    path.length > 0 &&
    Buffer.byteLength(path) <= maxPathBytes &&
    !/[\u0000-\u001f\\?#%\p{Surrogate}]/u.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isGood)
    throw new WireError('INVALID_PARAM', `invalid path: ${JSON.stringify(path).slice(0, 200)}`);
  return path;
}
