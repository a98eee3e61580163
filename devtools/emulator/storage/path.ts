import { WireError } from '../wire/errors';
import { maxPathLength } from './limits';

/** A path as the cloud's storage takes it: relative, without empty or dotted parts. Throws INVALID_PARAM. */
export function checkedPath(path: unknown): string {
  const isGood =
    typeof path === 'string' &&
    path.length > 0 &&
    path.length <= maxPathLength &&
    !/[\u0000-\u001f\\?#%]/.test(path) &&
    path.split('/').every((part) => part !== '' && part !== '.' && part !== '..');
  if (!isGood) throw new WireError('INVALID_PARAM', `invalid path: ${JSON.stringify(path)}`);
  return path;
}
