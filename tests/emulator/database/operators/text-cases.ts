import { refuses } from './case';
import type { Cases } from './case';

const s = (value: unknown) => ({ s: value });

export const texts: Cases = {
  concat: [
    [['a', '-', '$s'], 'a-猫', s('猫')],
    [['a', '$none'], null],
    [['a', null], null],
    [[], ''],
    [['a', '$s'], refuses('$concat only supports strings, not int'), s(5)],
  ],
  indexOfBytes: [
    [['cafeteria', 'e'], 3],
    [['cafétéria', 't'], 5],
    [['foo.bar.fi', '.', 5], 7],
    [['vanilla', 'll', 0, 2], -1],
    [['abc', 'c', 3], -1],
    [['$none', 'a'], null],
    [['abc', ''], 0],
    [['$s', 'x', -1], refuses('$indexOfBytes requires a nonnegative range'), s('abc')],
    [['$s', 'a'], refuses('$indexOfBytes requires a string argument, found: int'), s(1)],
    [['$s', '$none'], refuses('requires a string argument, found: missing'), s('a')],
  ],
  indexOfCP: [
    [['cafétéria', 't'], 4],
    [['🐱喵🐱', '喵'], 1],
    [['🐱喵🐱', '🐱', 1], 2],
    [['Yuanxin', 'a'], 2],
    [['abc', 'c', 0, 2], -1],
    [['abc', 'a', 5], -1],
    [['$none', 'a'], null],
    [['$s', 'a'], refuses('$indexOfCP requires a string argument'), s(1)],
  ],
  split: [
    [
      ['June-15-2013', '-'],
      ['June', '15', '2013'],
    ],
    [
      ['banana', 'an'],
      ['b', '', 'a'],
    ],
    [['x', '-'], ['x']],
    [['$none', '-'], null],
    [['$s', ''], refuses('$split requires a non-empty separator'), s('x')],
    [['$s', '-'], refuses('$split requires a string argument, found: int'), s(5)],
  ],
  strLenBytes: [
    ['$s', 11, s('cafétéria')],
    ['寿司', 6],
    ['', 0],
    ['$none', refuses('$strLenBytes requires a string argument, found: missing')],
  ],
  strLenCP: [
    ['cafétéria', 9],
    ['🐱喵', 2],
    ['$s', refuses('$strLenCP requires a string argument, found: null'), s(null)],
  ],
  strcasecmp: [
    [['abc', 'ABC'], 0],
    [['a', 'B'], -1],
    [['$none', ''], 0],
    [['$s', '10'], 0, s(10)],
    [['é', 'É'], 1],
  ],
  substr: [
    [['1999/12/12', 8, -1], '12'],
    [['abcde', 1, 2], 'bc'],
    [['$s', 0, 2], '20', s(2024)],
    [['$s', 0, 4], '2024', s(new Date('2024-01-01'))],
    [['abc', 9, 1], ''],
    [['$none', 0, 5], ''],
    [['$s', -1, 2], refuses('$substr:  starting index must be non-negative (got: -1)'), s('abc')],
  ],
  substrBytes: [
    [['1999/12/12', 8, -1], '12'],
    [['寿司sushi', 0, 3], '寿'],
    [['寿司sushi', 6, 99], 'sushi'],
    [['$s', 1, 3], refuses('starting index is a UTF-8 continuation byte'), s('寿司')],
    [['$s', 0, 2], refuses('ending index is in the middle of a UTF-8 character'), s('寿司')],
    [['$s', 0, 1], refuses("can't convert from BSON type array to String"), s([1])],
  ],
  substrCP: [
    [['寿司sushi', 1, 3], '司su'],
    [['🐱喵', 0, 1], '🐱'],
    [['abc', 5, 1], ''],
    [['$none', 0, 1], ''],
    [['$s', 0, -1], refuses('$substrCP: length must be a nonnegative integer'), s('abc')],
    [['$s', -1, 1], refuses('starting index must be non-negative'), s('abc')],
  ],
  toLower: [
    ['PRODUCT 1É', 'product 1É'],
    ['$none', ''],
    ['$s', '1.5', s(1.5)],
    ['$s', refuses("can't convert from BSON type object to String"), s({})],
  ],
  toUpper: [
    ['product 1é', 'PRODUCT 1é'],
    ['$s', '', s(null)],
  ],
};
