import { writeRefused } from '../../wire/errors';
import { makeDouble, makeLong, numberType, toInteger, toNumber } from '../values';
import type { Value } from '../values';

const longest = 2n ** 63n;

/** Adds or multiplies as MongoDB does: a double makes a double, integers stay integers and grow from int to long. */
export function calculate(operation: '$inc' | '$mul', current: Value, operand: Value): Value {
  const types = [numberType(current), numberType(operand)];
  if (types.includes('double') || types.includes('decimal')) {
    const [a, b] = [toNumber(current), toNumber(operand)];
    return makeDouble(operation === '$inc' ? a + b : a * b);
  }
  const [a, b] = [toInteger(current), toInteger(operand)];
  const result = operation === '$inc' ? a + b : a * b;
  if (result >= longest || result < -longest)
    throw writeRefused(`Failed to apply ${operation} operations to current value`);
  const plain = Number(result);
  const isInt = types.every((type) => type === 'int') && (plain | 0) === plain;
  return isInt ? plain : makeLong(result);
}
