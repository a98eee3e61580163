import { missing, refuses } from './case';
import type { Cases } from './case';

const a = (value: unknown) => ({ a: value });
const day = new Date('2024-01-01');

/** Logic, comparison, objects. */
export const values: Cases = {
  and: [
    [[1, 'x', []], true],
    [['$a', true], false, a(null)],
    [[], true],
    [[0, { $divide: [1, '$a'] }], false, a(0)],
  ],
  or: [
    [[0, false, 'x'], true],
    [['$none', null], false],
    [[], false],
    [[1, { $divide: [1, '$a'] }], true, a(0)],
  ],
  not: [
    [['$a'], true, a(0)],
    [[''], false],
    [[[]], false],
    ['$none', true],
    [[true, false], refuses('Expression $not takes exactly 1 arguments. 2 were passed in.')],
  ],
  cmp: [
    [['$a', 5], -1, a(3)],
    [['$a', 5], 1, a('3')],
    [['$a', 5], 0, a(5)],
    [['$none', null], -1],
    [['$a', 5], 1, a(day)],
  ],
  eq: [
    [['$a', 5], true, a(5)],
    [['$a', 5], false, a('5')],
    [['$a', 5], false, a([5])],
    [['$none', null], false],
    [['$a', { x: 1, y: 2 }], false, a({ y: 2, x: 1 })],
  ],
  neq: [
    [['$a', 5], false, a(5)],
    [['$none', null], true],
  ],
  gt: [
    [['$a', 5], true, a(6)],
    [['$a', 5], true, a('')],
    [['$a', 5], false, a(null)],
    [['$a', true], true, a(day)],
  ],
  gte: [[['$a', 5], true, a(5)]],
  lt: [
    [['$a', 5], true, a(null)],
    [['$none', 5], true],
    [['$a', 'x'], true, a(1e9)],
    [['$a', [1, 2]], true, a([1])],
  ],
  lte: [[['$a', 'b'], true, a('B')]],
  cond: [
    [['$a', 'yes', 'no'], 'yes', a(1)],
    [{ if: { $gt: ['$a', 5] }, then: 'yes', else: '$a' }, 3, a(3)],
    [['$a', { $divide: [1, 0] }, 'no'], 'no', a(0)],
    [[1, 2], refuses('Expression $cond takes exactly 3 arguments. 2 were passed in.')],
    [{ if: 1, then: 2 }, refuses("Missing 'else' parameter to $cond")],
    [{ if: 1, then: 2, else: 3, other: 4 }, refuses('Unrecognized argument to $cond: other')],
  ],
  ifNull: [
    [['$a', 'none'], 5, a(5)],
    [['$a', 'none'], 'none', a(null)],
    [['$none', '$a', 'last'], 'last', a(null)],
    [['$a', 'none'], 0, a(0)],
    [['$none', '$none'], missing],
    [['$a'], refuses('Expression $ifNull takes at least 2 arguments')],
  ],
  switch: [
    [
      {
        branches: [
          { case: { $gt: ['$a', 5] }, then: 'more' },
          { case: { $gt: ['$a', 2] }, then: 'some' },
        ],
        default: 'few',
      },
      'some',
      a(3),
    ],
    [{ branches: [{ case: '$none', then: 1 }], default: '$a' }, 7, a(7)],
    [{ branches: [{ case: '$none', then: 1 }] }, refuses('could not find a matching branch')],
    [{ branches: [] }, refuses('$switch requires at least one branch.')],
    [{ branches: [{ case: 1 }] }, refuses("Missing 'then' parameter to $switch")],
  ],
  let: [
    [{ vars: { low: 1, high: '$a' }, in: { $add: ['$$low', '$$high'] } }, 6, a(5)],
    [{ vars: { x: { y: [{ z: 1 }, { z: 2 }] } }, in: '$$x.y.z' }, [1, 2]],
    [{ vars: { x: 1 }, in: { $let: { vars: { x: 2, y: '$$x' }, in: ['$$x', '$$y'] } } }, [2, 1]],
    [{ vars: {}, in: '$$constructor' }, refuses('Use of undefined variable: constructor')],
    [{ vars: { x: 1 } }, refuses("Missing 'in' parameter to $let")],
  ],
  literal: [
    ['$a', '$a'],
    [{ $add: [1, 2] }, { $add: [1, 2] }],
  ],
  mergeObjects: [
    [['$a', { y: 3 }], { x: 1, y: 3 }, a({ x: 1, y: 2 })],
    [['$none', '$a', null], { x: 1 }, a({ x: 1 })],
    ['$a', { x: 1 }, a({ x: 1 })],
    [['$none'], {}],
    [['$a'], refuses('$mergeObjects requires object inputs, but input is of type int'), a(1)],
  ],
  objectToArray: [
    [
      '$a',
      [
        { k: 'x', v: 1 },
        { k: 'y', v: { z: 2 } },
      ],
      a({ x: 1, y: { z: 2 } }),
    ],
    ['$none', null],
    ['$a', refuses('$objectToArray requires a document input, found: array'), a([1])],
  ],
  meta: [['textScore', refuses("Unrecognized expression '$meta': there are no text indexes")]],
};
