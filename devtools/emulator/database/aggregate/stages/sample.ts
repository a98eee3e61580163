import { requestFailed } from '../../../wire/errors';
import { isNumeric, toNumber } from '../../values';
import type { Document } from '../../values';

/** Distinct documents in random order. */
export function sample(documents: Document[], { size }: Document): Document[] {
  const wanted = isNumeric(size) ? toNumber(size) : NaN;
  if (!(wanted >= 0)) throw requestFailed('size argument to $sample must be a positive number');
  const drawn = [...documents];
  const length = Math.min(Math.trunc(wanted), drawn.length);
  for (let position = 0; position < length; position++) {
    const other = position + Math.floor(Math.random() * (drawn.length - position));
    const [here, there] = [drawn[position], drawn[other]];
    if (here === undefined || there === undefined) break;
    drawn[position] = there;
    drawn[other] = here;
  }
  return drawn.slice(0, length);
}
