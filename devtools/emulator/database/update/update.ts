import { writeRefused } from '../../wire/errors';
import { equalValues } from '../order';
import { typeName } from '../query/type-names';
import type { Document, Value } from '../values';
import { copyDocument, isDocument } from '../values';
import { operators } from './operators';
import type { ApplyOperator } from './operators';
import { resolvePositions } from './positions';

/**
 * Returns a changed copy. `matches` is the query that found the document; it tells which array element `$` in a path
 * means.
 */
export type Update = (document: Document, matches?: (document: Document) => boolean) => Document;

type Operation = { operator: string; apply: ApplyOperator; path: string; operand: Value };

/** Compiles update operators as strictly as MongoDB. `now`, in milliseconds, is the time of `$currentDate`. */
export function compileUpdate(update: Document, now: number): Update {
  const operations = Object.entries(update).flatMap(([operator, fields]) => {
    const apply = operators.get(operator);
    if (apply === undefined) throw writeRefused(`Unknown modifier: ${operator}`);
    if (!isDocument(fields))
      throw writeRefused(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead`,
      );
    return Object.entries(fields).map(([path, operand]) => ({ operator, apply, path, operand }));
  });
  checkPaths(operations);
  return (document, matches) => {
    const updated = copyDocument(document);
    for (const { apply, path, operand } of operations) {
      for (const resolved of resolvePositions(updated, document, path, matches))
        apply({ document: updated, path: resolved, operand, now });
    }
    if (!equalValues(updated['_id'], document['_id']))
      throw writeRefused(
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    return updated;
  };
}

/** Two operations of one update must not touch the same field, or a field and one nested in it. */
function checkPaths(operations: Operation[]): void {
  const touched: string[] = [];
  for (const { operator, path, operand } of operations) {
    if (path === '' || path.split('.').includes(''))
      throw writeRefused(
        `The update path '${path}' contains an empty field name, which is not allowed.`,
      );
    const isRenaming = operator === '$rename' && typeof operand === 'string';
    const paths = isRenaming ? [path, operand] : [path];
    for (const added of paths) {
      const clash = touched.find(
        (other) =>
          other === added || other.startsWith(`${added}.`) || added.startsWith(`${other}.`),
      );
      if (clash !== undefined)
        throw writeRefused(`Updating the path '${added}' would create a conflict at '${clash}'`);
      touched.push(added);
    }
  }
}
