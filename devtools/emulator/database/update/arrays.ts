import { BSONRegExp } from 'bson';
import { writeRefused } from '../../wire/errors';
import { compareValues, equalValues } from '../order';
import { compileQuery } from '../query/compile';
import { isOperatorObject } from '../query/operators';
import { compareBy, toSort } from '../query/sort';
import { copy, isDocument, isNumeric, toNumber } from '../values';
import type { Value } from '../values';

/** Applies `$push` with its modifiers; returns a new array. */
export function push(array: Value[], operand: Value): Value[] {
  const { each, position, sort, slice } = modifiersOf(operand);
  const at =
    position === null
      ? array.length
      : position < 0
        ? Math.max(0, array.length + position)
        : position;
  const pushed = [
    ...array.slice(0, at),
    ...each.map((element) => copy(element)),
    ...array.slice(at),
  ];
  if (sort !== null) sortArray(pushed, sort);
  if (slice === null) return pushed;
  if (slice === 0) return [];
  return slice < 0 ? pushed.slice(slice) : pushed.slice(0, slice);
}

function modifiersOf(operand: Value) {
  if (!isDocument(operand) || !('$each' in operand))
    return { each: [operand], position: null, sort: null, slice: null };
  const { $each, $position, $sort, $slice, ...rest } = operand;
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw writeRefused(`Unrecognized clause in $push: ${unknown}`);
  return {
    each: listOf('$push', $each),
    position: integerOrNull('$position', $position),
    sort: $sort ?? null,
    slice: integerOrNull('$slice', $slice),
  };
}

function integerOrNull(name: string, value: Value | undefined): number | null {
  if (value === undefined || value === null) return null;
  const number = toNumber(value);
  if (!Number.isInteger(number)) throw writeRefused(`The value for ${name} must be an integer`);
  return number;
}

function sortArray(array: Value[], sort: Value): void {
  if (isDocument(sort)) {
    const compare = compareBy(toSort(sort));
    array.sort((a, b) => compare(isDocument(a) ? a : {}, isDocument(b) ? b : {}));
    return;
  }
  const direction = toNumber(sort);
  if (direction !== 1 && direction !== -1)
    throw writeRefused('The $sort element value must be either 1 or -1');
  array.sort((a, b) => compareValues(a, b) * direction);
}

export function addToSet(array: Value[], operand: Value): Value[] {
  const added =
    isDocument(operand) && '$each' in operand ? listOf('$addToSet', operand['$each']) : [operand];
  return added.reduce<Value[]>(
    (set, element) =>
      set.some((other) => equalValues(other, element)) ? set : [...set, copy(element)],
    array,
  );
}

export function pop(array: Value[], operand: Value): Value[] {
  const end = isNumeric(operand) ? toNumber(operand) : NaN;
  if (end !== 1 && end !== -1) throw writeRefused('$pop expects 1 or -1');
  return end === 1 ? array.slice(0, -1) : array.slice(1);
}

/** Removes the elements that equal the operand or match it as a query. */
export function pull(array: Value[], operand: Value): Value[] {
  const isPulled = pulledBy(operand);
  return array.filter((element) => !isPulled(element));
}

function pulledBy(operand: Value): (element: Value) => boolean {
  if (isDocument(operand) && !isOperatorObject(operand)) {
    const filter = compileQuery(operand);
    return (element) => isDocument(element) && filter.test(element);
  }
  if (isOperatorObject(operand) || operand instanceof BSONRegExp) {
    const filter = compileQuery({ element: operand });
    return (element) => filter.test({ element });
  }
  return (element) => equalValues(element, operand);
}

export function pullAll(array: Value[], operand: Value): Value[] {
  const pulled = listOf('$pullAll', operand);
  return array.filter((element) => !pulled.some((other) => equalValues(other, element)));
}

function listOf(operator: string, value: Value | undefined): Value[] {
  if (!Array.isArray(value))
    throw writeRefused(`The argument to $each in ${operator} must be an array`);
  return value;
}
