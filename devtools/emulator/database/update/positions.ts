import { writeRefused } from '../../wire/errors';
import type { Document } from '../values';
import { copyDocument } from '../values';
import { targetAt } from './target';

type Matches = ((document: Document) => boolean) | undefined;

/** Resolves `items.$.n` to the first element that makes the query match, and `items.$[].n` to every element. */
export function resolvePositions(
  updated: Document,
  original: Document,
  path: string,
  matches: Matches,
): string[] {
  const steps = path.split('.');
  const position = steps.findIndex((step) => step.startsWith('$'));
  const step = steps[position];
  if (step === undefined) return [path];
  if (step !== '$' && step !== '$[]') throw unsupportedStep(step, path);
  const holder = steps.slice(0, position).join('.');
  const rest = steps.slice(position + 1);
  const array = targetAt(updated, holder).get();
  if (!Array.isArray(array)) throw noPosition();
  const positions =
    step === '$[]' ? [...array.keys()] : [matchedPosition(original, holder, matches)];
  return positions.flatMap((index) =>
    resolvePositions(updated, original, [holder, index, ...rest].join('.'), matches),
  );
}

function matchedPosition(document: Document, path: string, matches: Matches): number {
  const array = targetAt(document, path).get();
  const found = (Array.isArray(array) ? array : []).findIndex((element) => {
    const reduced = copyDocument(document);
    targetAt(reduced, path).set([element]);
    return matches?.(reduced) === true;
  });
  if (found === -1) throw noPosition();
  return found;
}

function noPosition() {
  return writeRefused('The positional operator did not find the match needed from the query.');
}

/** The SDK sends no array filters, so `$[name]` cannot be resolved. */
function unsupportedStep(step: string, path: string) {
  const identifier = /^\$\[(.+)\]$/.exec(step)?.[1];
  return writeRefused(
    identifier === undefined
      ? `The dollar ($) prefixed field '${step}' in '${path}' is not valid for storage.`
      : `No array filter found for identifier '${identifier}' in path '${path}'`,
  );
}
