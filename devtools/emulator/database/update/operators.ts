import { Timestamp } from 'bson';
import { writeRefused } from '../../wire/errors';
import { stringifyEjson } from '../ejson';
import { compareValues } from '../order';
import { typeName } from '../query/type-names';
import type { Document, Value } from '../values';
import { copy, isDocument, isNumeric } from '../values';
import { addToSet, pop, pull, pullAll, push } from './arrays';
import { applyBits, calculate } from './numbers';
import { targetAt } from './target';

/** `document` is a private copy that the operator mutates; `now` is in milliseconds. */
type Application = { document: Document; path: string; operand: Value; now: number };
export type ApplyOperator = (application: Application) => void;

export const operators = new Map<string, ApplyOperator>([
  ['$set', ({ document, path, operand }) => targetAt(document, path).set(copy(operand))],
  // Updates of the SDK never insert.
  ['$setOnInsert', () => undefined],
  ['$unset', ({ document, path }) => targetAt(document, path).unset()],
  ['$inc', arithmetic('$inc')],
  ['$mul', arithmetic('$mul')],
  ['$bit', bit],
  ['$min', extreme((compared) => compared < 0)],
  ['$max', extreme((compared) => compared > 0)],
  ['$rename', rename],
  ['$currentDate', currentDate],
  ['$push', addingTo(push)],
  ['$addToSet', addingTo(addToSet)],
  ['$pop', removingFrom('$pop', pop)],
  ['$pull', removingFrom('$pull', pull)],
  ['$pullAll', removingFrom('$pullAll', pullAll)],
]);

function arithmetic(operator: '$inc' | '$mul'): ApplyOperator {
  const verb = operator === '$inc' ? 'increment' : 'multiply';
  return ({ document, path, operand }) => {
    if (!isNumeric(operand))
      throw writeRefused(
        `Cannot ${verb} with non-numeric argument: {${path}: ${stringifyEjson(operand)}}`,
      );
    const target = targetAt(document, path);
    const current = target.get();
    if (current !== undefined && !isNumeric(current))
      throw writeRefused(
        `Cannot apply ${operator} to a value of non-numeric type. ${fieldText(document, path, current, 'numeric')}`,
      );
    if (current === undefined && operator === '$inc') target.set(operand);
    else target.set(calculate(operator, current ?? 0, operand));
  };
}

function bit({ document, path, operand }: Application): void {
  const target = targetAt(document, path);
  const current = target.get();
  if (current !== undefined && !['int', 'long'].includes(typeName(current)))
    throw writeRefused(
      `Cannot apply $bit to a value of non-integral type. ${fieldText(document, path, current, 'integer')}`,
    );
  target.set(applyBits(current ?? 0, operand));
}

function fieldText(document: Document, path: string, current: Value, wanted: string): string {
  const id = stringifyEjson(document['_id'] ?? null);
  const field = path.split('.').at(-1) ?? path;
  return `{_id: ${id}} has the field '${field}' of non-${wanted} type ${typeName(current)}`;
}

function extreme(isBeyond: (compared: number) => boolean): ApplyOperator {
  return ({ document, path, operand }) => {
    const target = targetAt(document, path);
    const current = target.get();
    if (current === undefined || isBeyond(compareValues(operand, current)))
      target.set(copy(operand));
  };
}

function rename({ document, path, operand }: Application): void {
  if (typeof operand !== 'string')
    throw writeRefused(`The 'to' field for $rename must be a string: ${path}`);
  const source = targetAt(document, path);
  const value = source.get();
  if (value === undefined) return;
  source.unset();
  targetAt(document, operand).set(value);
}

function currentDate({ document, path, operand, now }: Application): void {
  const type = isDocument(operand) ? operand['$type'] : 'date';
  if (type !== 'date' && type !== 'timestamp')
    throw writeRefused("The '$type' string field is required to be 'date' or 'timestamp'");
  const value = type === 'date' ? new Date(now) : Timestamp.fromBits(1, Math.floor(now / 1000));
  targetAt(document, path).set(value);
}

type ChangeArray = (array: Value[], operand: Value) => Value[];

/** For operators that add elements: a missing field becomes an array. */
function addingTo(change: ChangeArray): ApplyOperator {
  return ({ document, path, operand }) => {
    const target = targetAt(document, path);
    const found = target.get();
    const current = found === undefined ? [] : found;
    if (!Array.isArray(current))
      throw writeRefused(
        `The field '${path}' must be an array but is of type ${typeName(current)} in document {_id: ${stringifyEjson(document['_id'] ?? null)}}`,
      );
    target.set(change(current, operand));
  };
}

/** For operators that remove elements: a missing field stays missing. */
function removingFrom(operator: string, change: ChangeArray): ApplyOperator {
  return ({ document, path, operand }) => {
    const target = targetAt(document, path);
    const current = target.get();
    if (current === undefined) return;
    if (!Array.isArray(current))
      throw writeRefused(`Cannot apply ${operator} to a non-array value`);
    target.set(change(current, operand));
  };
}
