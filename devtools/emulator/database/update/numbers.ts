import { writeRefused } from '../../wire/errors';
import { stringifyEjson } from '../ejson';
import { isDocument, makeDouble, makeLong, numberType, toInteger, toNumber } from '../values';
import type { Value } from '../values';

const longLimit = 2n ** 63n;

/**
 * Adds or multiplies as MongoDB does: with a double the result is a double; integers stay integers and widen from int
 * to long.
 */
export function calculate(operation: '$inc' | '$mul', current: Value, operand: Value): Value {
  const types = [numberType(current), numberType(operand)];
  if (types.includes('double') || types.includes('decimal')) {
    const [a, b] = [toNumber(current), toNumber(operand)];
    return makeDouble(operation === '$inc' ? a + b : a * b);
  }
  const [a, b] = [toInteger(current), toInteger(operand)];
  const result = operation === '$inc' ? a + b : a * b;
  if (result >= longLimit || result < -longLimit)
    throw writeRefused(`Failed to apply ${operation} operations to current value`);
  return integerOf(
    result,
    types.every((type) => type === 'int'),
  );
}

/** Applies the operations of `$bit` in their order: `{ and: 5 }`, `{ or: 2 }`, `{ xor: 1 }`. */
export function applyBits(current: Value, operand: Value): Value {
  if (!isDocument(operand) || Object.keys(operand).length === 0)
    throw writeRefused(
      "The $bit modifier needs an object with at least one of 'and', 'or', and 'xor'",
    );
  return Object.entries(operand).reduce((value, [operation, mask]) => {
    const bitwise = bitwiseOperations.get(operation);
    if (bitwise === undefined)
      throw writeRefused(
        `The $bit modifier only supports 'and', 'or', and 'xor', not '${operation}' which is an unknown operator`,
      );
    const types = [numberType(value), numberType(mask)];
    if (types[1] !== 'int' && types[1] !== 'long')
      throw writeRefused(
        `The $bit modifier field must be an Integer(32/64 bit); found ${stringifyEjson(mask)}`,
      );
    return integerOf(
      bitwise(toInteger(value), toInteger(mask)),
      types.every((type) => type === 'int'),
    );
  }, current);
}

const bitwiseOperations = new Map<string, (a: bigint, b: bigint) => bigint>([
  ['and', (a, b) => a & b],
  ['or', (a, b) => a | b],
  ['xor', (a, b) => a ^ b],
]);

/** An int when all operands are ints and the result fits, otherwise a long. */
function integerOf(result: bigint, areInts: boolean): Value {
  const plain = Number(result);
  return areInts && (plain | 0) === plain ? plain : makeLong(result);
}
