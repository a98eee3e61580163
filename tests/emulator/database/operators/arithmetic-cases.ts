import { refuses } from './case';
import type { Cases } from './case';

const n = (value: unknown) => ({ n: value });
const hour = new Date('2024-01-01T01:00:00Z');

export const arithmetic: Cases = {
  abs: [
    [-5, 5],
    [{ $abs: '$n' }, 1.5, n(-1.5)],
    ['$n', null, n(null)],
    ['$none', null],
    ['$n', refuses('$abs only supports numeric types, not string'), n('x')],
  ],
  add: [
    [[1, 2, 3.5], 6.5],
    [['$n', 3_600_000], hour, n(new Date('2024-01-01T00:00:00Z'))],
    [['$n', 1], null, n(null)],
    [['$none', 1], null],
    [[], 0],
    [[2 ** 53 - 1, 1], 2 ** 53],
    [['$n', '$n'], refuses('only one date allowed in an $add expression'), n(hour)],
    [['$n', 1], refuses('$add only supports numeric or date types, not string'), n('x')],
  ],
  ceil: [
    [7.2, 8],
    [-2.8, -2],
    ['$n', null, n(null)],
    ['$n', refuses('$ceil only supports numeric types, not array'), n([1])],
  ],
  divide: [
    [[7, 2], 3.5],
    [[8, 2], 4],
    [['$none', 2], null],
    [['$n', 0], refuses("can't $divide by zero"), n(1)],
    [['$n', 2], refuses('$divide only supports numeric types, not string and int'), n('x')],
    [[1, 2, 3], refuses('Expression $divide takes exactly 2 arguments. 3 were passed in.')],
  ],
  exp: [
    [0, 1],
    ['$n', Math.E, n(1)],
    ['$none', null],
  ],
  floor: [
    [7.8, 7],
    [-2.2, -3],
    ['$none', null],
  ],
  ln: [
    [1, 0],
    ['$n', Math.log(10), n(10)],
    ['$n', null, n(null)],
    ['$n', refuses("$ln's argument must be a positive number"), n(0)],
  ],
  log: [
    [[100, 10], 2],
    [[8, 2], 3],
    [['$n', 10], null, n(null)],
    [['$n', 10], refuses("$log's argument must be a positive number"), n(-1)],
    [['$n', 1], refuses("$log's base must be a positive number not equal to 1"), n(5)],
  ],
  log10: [
    [1000, 3],
    ['$none', null],
    ['$n', refuses("$log10's argument must be a positive number"), n(0)],
  ],
  mod: [
    [[80, 7], 3],
    [[-5, 3], -2],
    [[5.5, 2], 1.5],
    [['$none', 3], null],
    [['$n', 0], refuses("can't $mod by zero"), n(1)],
    [['$n', 3], refuses('$mod only supports numeric types, not string and int'), n('x')],
  ],
  multiply: [
    [[2, 3, 1.5], 9],
    [['$none', 2], null],
    [[], 1],
    [[3_000_000_000, 3_000_000], 9e15],
    [['$n', 2], refuses('$multiply only supports numeric types, not date'), n(hour)],
  ],
  pow: [
    [[5, 2], 25],
    [[2, -1], 0.5],
    [[5, 0], 1],
    [['$none', 2], null],
    [['$n', -1], refuses('$pow cannot take a base of 0 and a negative exponent'), n(0)],
  ],
  sqrt: [
    [25, 5],
    ['$none', null],
    ['$n', refuses("$sqrt's argument must be greater than or equal to 0"), n(-1)],
  ],
  subtract: [
    [[5, 7], -2],
    [['$n', 3_600_000], new Date('2024-01-01T00:00:00Z'), n(hour)],
    [['$n', new Date('2024-01-01T00:00:00Z')], 3_600_000, n(hour)],
    [['$n', 1], null, n(null)],
    [[1, '$n'], refuses("can't $subtract date from int"), n(hour)],
  ],
  trunc: [
    [7.85, 7],
    [-2.3, -2],
    [[10.855, 2], 10.85],
    [[1234, -2], 1200],
    [[-1299, -2], -1200],
    ['$none', null],
    [['$n', 1.5], refuses('needs a whole number between -20 and 100'), n(1)],
    ['$n', refuses('$trunc only supports numeric types, not string'), n('x')],
  ],
  avg: [
    [[1, 2, 6], 3],
    ['$n', 2.5, n([2, 3, 'x', null])],
    ['$none', null],
    [['$n', 4], 4, n([1, 2])],
  ],
  sum: [
    [[1, '$n', 'x', null], 3.5, n(2.5)],
    ['$n', 6, n([1, 2, 3, '4'])],
    ['$none', 0],
    [['$n', 4], 4, n([1, 2])],
  ],
  max: [
    [[1, 5, '$n'], 7, n(7)],
    ['$n', 'b', n([1, null, 'a', 'b'])],
    ['$none', null],
    [['$none', null], null],
  ],
  min: [
    [[4, 2, '$n'], 2, n(null)],
    ['$n', 1, n(['a', 1, null])],
    ['$none', null],
  ],
  stdDevPop: [
    [[1, 3], 1],
    ['$n', 2, n([2, 4, 4, 4, 5, 5, 7, 9])],
    ['$n', 0, n([5])],
    ['$none', null],
  ],
  stdDevSamp: [
    [[1, 3], Math.SQRT2],
    ['$n', null, n([5])],
  ],
};
