import { refuses } from './case';

export type StageCase = [operand: unknown, expected: unknown, rows: object[]];

const rows = [
  { _id: 1, k: 'a', n: 5, list: [1, 2] },
  { _id: 2, k: 'b', n: 7, list: [] },
  { _id: 3, k: 'a', n: 9 },
];
const nested = [{ _id: 1, a: { b: 1, c: [{ d: 1, e: 2 }, { d: 3 }, 5] }, z: 9 }];
const place = { _id: 1, at: { type: 'Point', coordinates: [113.306789, 23.1564721] } };
/** The SDK lists the stage but does not implement it. */
const lacking = refuses('is not a function');

export const stages: Record<string, StageCase[]> = {
  addFields: [
    [{ m: { $add: ['$n', 1] } }, [{ _id: 1, n: 5, m: 6 }], [{ _id: 1, n: 5 }]],
    [{ 'a.x': '$z' }, [{ _id: 1, a: { b: 1, x: 9 }, z: 9 }], [{ _id: 1, a: { b: 1 }, z: 9 }]],
    [
      { a: { c: { f: 0 } } },
      [{ _id: 1, a: { b: 1, c: [{ d: 1, e: 2, f: 0 }, { d: 3, f: 0 }, { f: 0 }] }, z: 9 }],
      nested,
    ],
    [{ z: '$none', a: '$$REMOVE' }, [{ _id: 1 }], nested],
    [{ a: 1, 'a.b': 2 }, refuses('two conflicting paths'), nested],
    [{ $a: 1 }, refuses("'$a' is not a valid field path"), nested],
    [{ a: { $nothing: 1 } }, refuses("Unrecognized expression '$nothing'"), nested],
    [{ a: { $add: [1], $sum: 1 } }, refuses('must contain exactly one field'), nested],
  ],
  bucket: [
    [
      { groupBy: '$n', boundaries: [0, 7], default: 'rest', output: { ids: { $push: '$_id' } } },
      [
        { _id: 0, ids: [1] },
        { _id: 'rest', ids: [2, 3] },
      ],
      rows,
    ],
    [
      { groupBy: '$n', boundaries: [5, 8, 99] },
      [
        { _id: 5, count: 2 },
        { _id: 8, count: 1 },
      ],
      rows,
    ],
    [{ groupBy: '$n', boundaries: [0, 7] }, refuses('no default was specified'), rows],
    [{ groupBy: '$n', boundaries: [7, 0] }, refuses('must be sorted'), rows],
    [{ groupBy: '$n', boundaries: [7, 'x'] }, refuses('must have the same type'), rows],
  ],
  bucketAuto: [
    [
      { groupBy: '$n', buckets: 2, output: { ids: { $push: '$_id' } } },
      [
        { _id: { min: 5, max: 9 }, ids: [1, 2] },
        { _id: { min: 9, max: 9 }, ids: [3] },
      ],
      rows,
    ],
    [
      { groupBy: '$k', buckets: 2 },
      [
        { _id: { min: 'a', max: 'b' }, count: 2 },
        { _id: { min: 'b', max: 'b' }, count: 1 },
      ],
      rows,
    ],
    [
      { groupBy: '$n', buckets: 9 },
      [5, 7, 9].map((min) => ({ _id: { min, max: Math.min(min + 2, 9) }, count: 1 })),
      rows,
    ],
    [
      { groupBy: '$n', buckets: 0 },
      refuses("'buckets' field must be an integer greater than 0"),
      rows,
    ],
    [
      { groupBy: '$n', buckets: 2, granularity: 'R5' },
      refuses("'granularity' of $bucketAuto"),
      rows,
    ],
  ],
  collStats: [[{}, lacking, rows]],
  count: [
    ['total', [{ total: 3 }], rows],
    ['total', [], []],
    ['$total', refuses('the count field must be'), rows],
  ],
  facet: [[{}, lacking, rows]],
  geoNear: [
    [
      {
        near: { longitude: 113.3089506, latitude: 23.0968251 },
        distanceField: 'far',
        key: 'at',
        spherical: true,
        includeLocs: 'where',
      },
      // The expected distance is from the tests of the service's SDK.
      [{ ...place, where: place.at, far: 6643.521654040738 }],
      [place],
    ],
    [{ near: { longitude: 1, latitude: 1 } }, refuses("requires a 'distanceField' option"), rows],
  ],
  graphLookup: [[{}, lacking, rows]],
  group: [
    [
      { _id: '$k', sum: { $sum: '$n' }, first: { $first: '$_id' }, none: { $max: '$none' } },
      [
        { _id: 'a', sum: 14, first: 1, none: null },
        { _id: 'b', sum: 7, first: 2, none: null },
      ],
      rows,
    ],
    [
      {
        _id: null,
        pop: { $stdDevPop: '$n' },
        avg: { $avg: '$n' },
        all: { $push: '$list' },
        merged: { $mergeObjects: { n: '$n' } },
      },
      [{ _id: null, pop: Math.sqrt(8 / 3), avg: 7, all: [[1, 2], []], merged: { n: 9 } }],
      rows,
    ],
    [{ _id: { key: '$k', none: '$none' } }, [{ _id: { key: 'a' } }, { _id: { key: 'b' } }], rows],
    [{ sum: { $sum: 1 } }, refuses('must include an _id'), rows],
    [{ _id: null, x: 5 }, refuses("The field 'x' must be an accumulator object"), rows],
    [{ _id: null, x: { $nothing: 1 } }, refuses("unknown group operator '$nothing'"), rows],
    [
      { _id: null, x: { $sum: ['$a', '$b'] } },
      refuses('The $sum accumulator is a unary operator'),
      rows,
    ],
    [{ _id: null, x: { $sum: 1, $max: 1 } }, refuses("'x' must specify one accumulator"), rows],
    [{ _id: null, 'a.b': { $sum: 1 } }, refuses("'a.b' cannot contain '.'"), rows],
  ],
  indexStats: [[{}, lacking, rows]],
  limit: [
    [2, rows.slice(0, 2), rows],
    [0, refuses('the limit must be positive'), rows],
  ],
  lookup: [
    [
      { from: 'rows', localField: 'k', foreignField: 'k', as: 'same' },
      [{ _id: 1, k: 'a', same: [{ _id: 1, k: 'a' }] }],
      [{ _id: 1, k: 'a' }],
    ],
    [{ from: 'rows', as: 'x' }, refuses('$lookup requires either'), rows],
  ],
  match: [[{ k: 'b' }, [rows[1]], rows]],
  out: [[{}, lacking, rows]],
  project: [
    [{ n: 1 }, rows.map(({ _id, n }) => ({ _id, n })), rows],
    [{ _id: 0, k: 0, list: 0 }, rows.map(({ n }) => ({ n })), rows],
    [{ 'a.c.d': 1 }, [{ _id: 1, a: { c: [{ d: 1 }, { d: 3 }] } }], nested],
    [{ a: { b: 1, x: '$z' } }, [{ _id: 1, a: { b: 1, x: 9 } }], nested],
    [{ a: { c: { d: 0 } }, z: 0 }, [{ _id: 1, a: { b: 1, c: [{ e: 2 }, {}, 5] } }], nested],
    [
      { _id: '$z', made: ['$a.b', '$none'], text: 'x' },
      [{ _id: 9, made: [1, null], text: 'x' }],
      nested,
    ],
    [{ made: { b: '$a.b', none: '$none' } }, [{ _id: 1, made: { b: 1 } }], nested],
    [{ _id: 0, made: { $literal: '$a' } }, [{ made: '$a' }], nested],
    [{}, refuses('at least one field'), nested],
    [{ a: 1, z: 0 }, refuses('cannot do exclusion on field z in inclusion projection'), nested],
    [{ a: 1, 'a.b': 1 }, refuses('two conflicting paths'), nested],
    [{ a: '$' }, refuses('field names may not be empty'), nested],
    [{ a: '$b.$c' }, refuses("field names may not start with '$'"), nested],
  ],
  redact: [[{}, lacking, rows]],
  replaceRoot: [
    [{ newRoot: '$a' }, [{ b: 1 }], [{ _id: 1, a: { b: 1 } }]],
    [
      { newRoot: { $mergeObjects: ['$a', { _id: '$_id' }] } },
      [{ b: 1, _id: 1 }],
      [{ _id: 1, a: { b: 1 } }],
    ],
    [{ newRoot: '$n' }, refuses('must evaluate to an object, but resulting value was'), rows],
    [{ newRoot: '$none' }, refuses('resulting value was: MISSING'), rows],
  ],
  sample: [
    [{ size: 3 }, expect.arrayContaining(rows), rows],
    [{ size: -1 }, refuses('size argument to $sample'), rows],
  ],
  skip: [
    [2, rows.slice(2), rows],
    [-1, refuses('cannot be negative'), rows],
  ],
  sort: [
    [{ k: -1, n: -1 }, [rows[1], rows[2], rows[0]], rows],
    [{ n: 5 }, refuses('$sort key ordering must be 1'), rows],
  ],
  sortByCount: [
    [
      '$k',
      [
        { _id: 'a', count: 2 },
        { _id: 'b', count: 1 },
      ],
      rows,
    ],
  ],
  unwind: [
    ['$list', [1, 2].map((list) => ({ ...rows[0], list })), rows],
    [
      { path: '$list', preserveNullAndEmptyArrays: true, includeArrayIndex: 'at' },
      [
        { ...rows[0], list: 1, at: 0 },
        { ...rows[0], list: 2, at: 1 },
        { _id: 2, k: 'b', n: 7, at: null },
        { ...rows[2], at: null },
      ],
      rows,
    ],
    ['list', refuses("should be prefixed with a '$'"), rows],
  ],
};
