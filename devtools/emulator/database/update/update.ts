import { writeRefused } from '../../wire/errors';
import { Timestamp } from 'bson';
import { stringifyEjson } from '../ejson';
import { compareValues, equalValues } from '../order';
import { typeName } from '../query/type-names';
import type { Document, Found, Value } from '../values';
import { copy, copyDocument, isDocument, isNumeric } from '../values';
import { addToSet, pop, pull, pullAll, push } from './arrays';
import { calculate } from './numbers';
import { targetAt } from './target';
import type { Target } from './target';

export type Update = (document: Document, matches?: (document: Document) => boolean) => Document;

type Operation = { operator: string; path: string; operand: Value };

/**
 * Compiles update operators with MongoDB's strictness. The result returns a changed copy. `matches` is the query that
 * found the document: it tells which element `$` in a path means. `now` in milliseconds serves `$currentDate`.
 */
export function compileUpdate(update: Document, now: number): Update {
  const operations = Object.entries(update).flatMap(([operator, fields]) => {
    if (!operators.has(operator)) throw writeRefused(`Unknown modifier: ${operator}`);
    if (!isDocument(fields))
      throw writeRefused(
        `Modifiers operate on fields but we found type ${typeName(fields)} instead`,
      );
    return Object.entries(fields).map(([path, operand]) => ({ operator, path, operand }));
  });
  checkPaths(operations);
  return (document, matches) => {
    const updated = copyDocument(document);
    for (const { operator, path, operand } of operations) {
      for (const place of resolvePositions(updated, document, path, matches))
        apply(operator, updated, place, operand, now);
    }
    if (!equalValues(updated['_id'], document['_id']))
      throw writeRefused(
        "Performing an update on the path '_id' would modify the immutable field '_id'",
      );
    return updated;
  };
}

const operators = new Set([
  '$set',
  '$setOnInsert',
  '$unset',
  '$inc',
  '$mul',
  '$min',
  '$max',
  '$rename',
  '$currentDate',
  '$push',
  '$addToSet',
  '$pop',
  '$pull',
  '$pullAll',
]);

/** Two operations of one update must not touch the same field, or a field and one inside it. */
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

/** `items.$.n`: the first element that makes the query match. `items.$[].n`: every element. */
function resolvePositions(
  updated: Document,
  original: Document,
  path: string,
  matches: ((document: Document) => boolean) | undefined,
): string[] {
  const steps = path.split('.');
  const position = steps.findIndex((step) => step === '$' || step === '$[]');
  if (position === -1) return [path];
  const holder = steps.slice(0, position).join('.');
  const rest = steps.slice(position + 1);
  const array = targetAt(updated, holder).get();
  if (!Array.isArray(array))
    throw writeRefused('The positional operator did not find the match needed from the query.');
  const positions =
    steps[position] === '$[]' ? [...array.keys()] : [matchedPosition(original, holder, matches)];
  return positions.flatMap((index) =>
    resolvePositions(updated, original, [holder, index, ...rest].join('.'), matches),
  );
}

function matchedPosition(
  document: Document,
  path: string,
  matches: ((document: Document) => boolean) | undefined,
): number {
  const array = targetAt(document, path).get();
  const found = (Array.isArray(array) ? array : []).findIndex((element) => {
    const reduced = copyDocument(document);
    targetAt(reduced, path).set([element]);
    return matches?.(reduced) === true;
  });
  if (found === -1)
    throw writeRefused('The positional operator did not find the match needed from the query.');
  return found;
}

function apply(
  operator: string,
  document: Document,
  path: string,
  operand: Value,
  now: number,
): void {
  const target = targetAt(document, path);
  const current = target.get();
  switch (operator) {
    case '$set':
      target.set(copy(operand));
      return;
    case '$unset':
      target.unset();
      return;
    case '$inc':
    case '$mul':
      target.set(arithmetic(operator, document, path, current, operand));
      return;
    case '$min':
    case '$max': {
      const sign = operator === '$min' ? 1 : -1;
      if (current === undefined || compareValues(operand, current) * sign < 0)
        target.set(copy(operand));
      return;
    }
    case '$currentDate':
      target.set(currentDate(operand, now));
      return;
    case '$rename':
      rename(document, path, target, operand);
      return;
    case '$setOnInsert':
      return;
    default:
      changeArray(operator, document, path, target, operand);
  }
}

function arithmetic(
  operator: '$inc' | '$mul',
  document: Document,
  path: string,
  current: Found,
  operand: Value,
): Value {
  const verb = operator === '$inc' ? 'increment' : 'multiply';
  if (!isNumeric(operand))
    throw writeRefused(
      `Cannot ${verb} with non-numeric argument: {${path}: ${stringifyEjson(operand)}}`,
    );
  if (current === undefined) return operator === '$inc' ? operand : calculate('$mul', 0, operand);
  if (!isNumeric(current))
    throw writeRefused(
      `Cannot apply ${operator} to a value of non-numeric type. ${fieldText(document, path, current)}`,
    );
  return calculate(operator, current, operand);
}

function fieldText(document: Document, path: string, current: Value): string {
  const id = stringifyEjson(document['_id'] ?? null);
  const field = path.split('.').at(-1) ?? path;
  return `{_id: ${id}} has the field '${field}' of non-numeric type ${typeName(current)}`;
}

function currentDate(operand: Value, now: number): Value {
  const type = isDocument(operand) ? operand['$type'] : 'date';
  if (type === 'timestamp') return Timestamp.fromBits(1, Math.floor(now / 1000));
  if (type !== 'date')
    throw writeRefused("The '$type' string field is required to be 'date' or 'timestamp'");
  return new Date(now);
}

function rename(document: Document, path: string, source: Target, operand: Value): void {
  if (typeof operand !== 'string')
    throw writeRefused(`The 'to' field for $rename must be a string: ${path}`);
  const value = source.get();
  if (value === undefined) return;
  source.unset();
  targetAt(document, operand).set(value);
}

function changeArray(
  operator: string,
  document: Document,
  path: string,
  target: Target,
  operand: Value,
): void {
  const current = target.get();
  const isAdding = operator === '$push' || operator === '$addToSet';
  if (current === undefined && !isAdding) return;
  if (current !== undefined && !Array.isArray(current))
    throw writeRefused(
      isAdding
        ? `The field '${path}' must be an array but is of type ${typeName(current)} in document {_id: ${stringifyEjson(document['_id'] ?? null)}}`
        : `Cannot apply ${operator} to a non-array value`,
    );
  const change = arrayChanges[operator];
  if (change !== undefined) target.set(change(current ?? [], operand));
}

const arrayChanges: Record<string, (array: Value[], operand: Value) => Value[]> = {
  $push: push,
  $addToSet: addToSet,
  $pop: pop,
  $pull: pull,
  $pullAll: pullAll,
};

/** Whether an update changed nothing, number types and the order of fields included. */
export function isIdentical(a: Found, b: Found): boolean {
  if (Object.is(a, b)) return true;
  if (a === undefined || b === undefined) return false;
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((element, index) => isIdentical(element, b[index]));
  if (isDocument(a) && isDocument(b)) {
    const keys = Object.keys(a);
    const others = Object.keys(b);
    return (
      keys.length === others.length &&
      keys.every((key, index) => key === others[index] && isIdentical(a[key], b[key]))
    );
  }
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  return stringifyEjson(a) === stringifyEjson(b);
}
