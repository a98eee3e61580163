import { missing, refuses } from './case';
import type { Cases } from './case';

const list = (...values: unknown[]) => ({ list: values });
const scores = list({ k: 'a', v: 1 }, { k: 'b', v: 2 });

export const arrays: Cases = {
  arrayElemAt: [
    [['$list', 0], 'a', list('a', 'b')],
    [['$list', -1], 'b', list('a', 'b')],
    [['$list', 5], missing, list('a')],
    [['$list', -5], missing, list('a')],
    [['$none', 0], null],
    [['$list', null], null, list('a')],
    [['$list', 0], refuses('$arrayElemAt needs an array, not string'), { list: 'x' }],
    [['$list', 0.5], refuses('$arrayElemAt needs a 32-bit integer'), list('a')],
  ],
  arrayToObject: [
    ['$list', { a: 1, b: 2 }, scores],
    ['$list', { a: 1, b: [2] }, list(['a', 0], ['b', [2]], ['a', 1])],
    ['$none', null],
    ['$list', refuses('$arrayToObject requires string keys, found: int'), list([1, 2])],
    ['$list', refuses('$arrayToObject requires an array of pairs'), list(1)],
    ['$list', refuses('$arrayToObject requires an array of pairs'), list({ k: 'a', x: 1 })],
  ],
  concatArrays: [
    [['$list', [3]], [1, 2, 3], list(1, 2)],
    [['$list', [[3]]], [1, [3]], list(1)],
    [['$list', '$none'], null, list(1)],
    [['$list', 5], refuses('$concatArrays needs an array, not int'), list(1)],
  ],
  filter: [
    [{ input: '$list', as: 'n', cond: { $gt: ['$$n', 2] } }, [3, 4], list(1, 3, 4)],
    [{ input: '$list', cond: { $eq: ['$$this.k', 'b'] } }, [{ k: 'b', v: 2 }], scores],
    [{ input: '$list', cond: { $gt: ['$$this', 1] }, limit: 1 }, [2], list(1, 2, 3)],
    [{ input: '$none', cond: true }, null],
    [{ input: '$list', cond: true }, refuses('$filter needs an array'), { list: 1 }],
    [{ input: [] }, refuses("Missing 'cond' parameter to $filter")],
    [{ input: [], cond: true, at: 1 }, refuses('Unrecognized argument to $filter: at')],
  ],
  in: [
    [[2, '$list'], true, list(1, 2)],
    [['$list', [[1, 2], 5]], true, list(1, 2)],
    [['x', ['y']], false],
    [[null, '$list'], true, list(null)],
    [['x', '$none'], refuses('$in requires an array as a second argument')],
  ],
  indexOfArray: [
    [['$list', 'b'], 1, list('a', 'b', 'b')],
    [['$list', 'b', 2], 2, list('a', 'b', 'b')],
    [['$list', 'b', 0, 1], -1, list('a', 'b')],
    [['$list', 'b', 9], -1, list('a', 'b')],
    [['$none', 'b'], null],
    [['$list', 'b'], refuses('$indexOfArray needs an array, not int'), { list: 1 }],
    [['$list', 'b', -1], refuses('$indexOfArray requires a nonnegative range'), list('b')],
  ],
  isArray: [
    ['$list', true, list()],
    ['$none', false],
    [['$list'], true, list(1)],
    [['a', 'b'], refuses('Expression $isArray takes exactly 1 arguments. 2 were passed in.')],
  ],
  map: [
    [
      { input: '$list', as: 'n', in: { $multiply: ['$$n', '$by'] } },
      [2, 4],
      { list: [1, 2], by: 2 },
    ],
    [{ input: '$list', in: '$$this.v' }, [1, null], list({ v: 1 }, {})],
    [{ input: '$none', in: 1 }, null],
    [{ input: '$list', in: 1 }, refuses('$map needs an array, not string'), { list: 'x' }],
    [{ input: [], as: 'Upper', in: 1 }, refuses("'Upper' starts with an invalid character")],
    [{ input: [1], as: 'a', in: '$$b' }, refuses('Use of undefined variable: b')],
  ],
  range: [
    [
      [0, 10, 3],
      [0, 3, 6, 9],
    ],
    [
      [5, 0, -2],
      [5, 3, 1],
    ],
    [
      [0, 3],
      [0, 1, 2],
    ],
    [[3, 0], []],
    [[0, '$n', 0], refuses('$range requires a non-zero step value'), { n: 1 }],
    [[0, '$n'], refuses('$range needs a 32-bit integer'), { n: 1.5 }],
  ],
  reduce: [
    [
      { input: '$list', initialValue: '', in: { $concat: ['$$value', '$$this'] } },
      'abc',
      list('a', 'b', 'c'),
    ],
    [
      {
        input: '$list',
        initialValue: { sum: 1, all: [] },
        in: {
          sum: { $add: ['$$value.sum', '$$this'] },
          all: { $concatArrays: ['$$value.all', ['$$this']] },
        },
      },
      { sum: 6, all: [2, 3] },
      list(2, 3),
    ],
    [{ input: [], initialValue: 5, in: 1 }, 5],
    [{ input: '$none', initialValue: 5, in: 1 }, null],
    [{ input: '$list', initialValue: 0, in: 1 }, refuses('$reduce needs an array'), { list: 1 }],
    [
      {
        input: [[1, 2], [3]],
        initialValue: [],
        in: {
          $concatArrays: ['$$value', { $map: { input: '$$this', in: { $add: ['$$this', 1] } } }],
        },
      },
      [2, 3, 4],
    ],
  ],
  reverseArray: [
    ['$list', [2, 1], list(1, 2)],
    ['$none', null],
    ['$list', refuses('$reverseArray needs an array'), { list: 'x' }],
  ],
  size: [
    ['$list', 2, list(1, 2)],
    ['$none', refuses('must be an array, but was of type: missing')],
    ['$list', refuses('must be an array, but was of type: null'), { list: null }],
  ],
  slice: [
    [['$list', 2], [1, 2], list(1, 2, 3)],
    [['$list', -2], [2, 3], list(1, 2, 3)],
    [['$list', 1, 1], [2], list(1, 2, 3)],
    [['$list', -2, 1], [2], list(1, 2, 3)],
    [['$list', -9, 1], [1], list(1, 2, 3)],
    [['$list', 9, 1], [], list(1, 2, 3)],
    [['$none', 1], null],
    [['$list', 1, 0], refuses('Third argument to $slice must be positive'), list(1)],
    [['$list', 1], refuses('$slice needs an array, not int'), { list: 1 }],
  ],
  zip: [
    [
      { inputs: ['$list', ['x', 'y']] },
      [
        [1, 'x'],
        [2, 'y'],
      ],
      list(1, 2, 3),
    ],
    [
      { inputs: ['$list', ['x']], useLongestLength: true, defaults: [0, 'z'] },
      [
        [1, 'x'],
        [2, 'z'],
      ],
      list(1, 2),
    ],
    [
      { inputs: [[1], [2, 3]], useLongestLength: true },
      [
        [1, 2],
        [null, 3],
      ],
    ],
    [{ inputs: ['$none', [1]] }, null],
    [{ inputs: ['$list'] }, refuses('$zip needs an array'), { list: 1 }],
    [{ inputs: [[1]], defaults: [1] }, refuses('cannot specify defaults unless useLongestLength')],
  ],
  allElementsTrue: [
    [['$list'], true, list(1, 'x', [])],
    [['$list'], false, list(1, 0)],
    [[[]], true],
    [
      ['$list'],
      refuses("$allElementsTrue's argument must be an array, but is null"),
      { list: null },
    ],
  ],
  anyElementTrue: [
    [['$list'], true, list(0, 'x')],
    [['$list'], false, list(0, false, null)],
    [[[]], false],
    [['$none'], refuses("$anyElementTrue's argument must be an array, but is missing")],
  ],
  setDifference: [
    [['$list', ['a']], ['b'], list('a', 'b', 'b')],
    [['$list', '$none'], null, list('a')],
    [['$list', [[1]]], [1], list(1)],
    [['$list', 5], refuses('$setDifference needs an array'), list(1)],
  ],
  setEquals: [
    [['$list', ['b', 'a']], true, list('a', 'b', 'a')],
    [['$list', ['a']], false, list('a', 'b')],
    [['$list', '$none'], refuses('$setEquals needs an array, not missing'), list('a')],
  ],
  setIntersection: [
    [['$list', ['b', 'c', 'a']], ['a', 'b'], list('b', 'a', 'b')],
    [['$list', '$none'], null, list('a')],
    [['$list', [['a']]], [], list('a')],
  ],
  setIsSubset: [
    [['$list', ['a', 'b', 'c']], true, list('b', 'a', 'b')],
    [['$list', ['a']], false, list('a', 'd')],
    [[[], '$list'], true, list('a')],
    [['$none', []], refuses('$setIsSubset needs an array')],
  ],
  setUnion: [
    [['$list', ['c', 'a']], ['a', 'b', 'c'], list('b', 'a')],
    [['$list', '$none'], null, list('a')],
    [['$list', 'x'], refuses('$setUnion needs an array, not string'), list('a')],
  ],
  first: [
    ['$list', 1, list(1, 2)],
    ['$list', missing, list()],
    ['$none', null],
  ],
  last: [
    ['$list', 2, list(1, 2)],
    ['$none', null],
    ['$list', refuses('$last needs an array'), { list: 1 }],
  ],
  push: [['$list', refuses("Unrecognized expression '$push': it is an accumulator of $group")]],
  addToSet: [['$list', refuses("Unrecognized expression '$addToSet': it is an accumulator")]],
};
