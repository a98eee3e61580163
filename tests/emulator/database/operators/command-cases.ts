import type { CollectionReference, SdkDatabase } from '../sdk';
import { refuses } from './case';
import { queryCommands } from './query-cases';

type Command = (...operands: unknown[]) => unknown;
/** The commands of the SDK. The enumeration of all commands proves that each name exists. */
export type Command$ = Record<string, Command>;

export type CommandCase = {
  rows: (db: SdkDatabase) => object[];
  run: (rows: CollectionReference, _: SdkDatabase['command'], db: SdkDatabase) => Promise<unknown>;
  expected: unknown;
};

/** An update of the field `f` with the command; the row is `{ f: before }`, or `{}` if `before` is undefined. */
function update(before: unknown, command: (_: Command$) => unknown, after: unknown): CommandCase {
  return {
    rows: () => [{ _id: 1, ...(before === undefined ? {} : { f: before }) }],
    async run(rows, _) {
      await rows.doc(1).update({ data: { f: command(_) } });
      const { data } = await rows.doc(1).get();
      const { _id, ...fields } = data;
      return _id === 1 && Object.keys(fields).join() === 'f' ? fields['f'] : fields;
    },
    expected: after,
  };
}

const notNumeric = refuses('non-numeric type');
const notArray = refuses('must be an array but is of type');

export const commands: Record<string, CommandCase[]> = {
  ...queryCommands,
  set: [
    update({ a: 1, b: 2 }, (_) => _['set']?.({ c: 3 }), { c: 3 }),
    update(undefined, (_) => _['set']?.([1]), [1]),
    update(5, (_) => _['set']?.(null), null),
  ],
  remove: [update(5, (_) => _['remove']?.(), {}), update(undefined, (_) => _['remove']?.(), {})],
  inc: [
    update(1, (_) => _['inc']?.(2), 3),
    update(0.5, (_) => _['inc']?.(-0.25), 0.25),
    update(undefined, (_) => _['inc']?.(2), 2),
    update(2 ** 31 - 1, (_) => _['inc']?.(1), 2 ** 31),
    update('1', (_) => _['inc']?.(1), notNumeric),
    update(null, (_) => _['inc']?.(1), notNumeric),
    update(1, (_) => _['inc']?.('1'), refuses('Cannot increment with non-numeric argument')),
  ],
  mul: [
    update(3, (_) => _['mul']?.(4), 12),
    update(3, (_) => _['mul']?.(0.5), 1.5),
    update(undefined, (_) => _['mul']?.(4), 0),
    update([1], (_) => _['mul']?.(2), notNumeric),
  ],
  min: [
    update(5, (_) => _['min']?.(3), 3),
    update(5, (_) => _['min']?.(7), 5),
    update(undefined, (_) => _['min']?.(7), 7),
    update('text', (_) => _['min']?.(7), 7),
    update(null, (_) => _['min']?.(7), null),
    update(new Date(9), (_) => _['min']?.(new Date(5)), new Date(5)),
  ],
  max: [
    update(5, (_) => _['max']?.(7), 7),
    update(5, (_) => _['max']?.(3), 5),
    update(undefined, (_) => _['max']?.(-7), -7),
    update(5, (_) => _['max']?.('text'), 'text'),
    update(null, (_) => _['max']?.(-7), -7),
  ],
  bit: [
    update(13, (_) => _['bit']?.({ and: 10 }), 8),
    update(3, (_) => _['bit']?.({ or: 5 }), 7),
    update(1, (_) => _['bit']?.({ xor: 5 }), 4),
    update(undefined, (_) => _['bit']?.({ or: 5 }), 5),
    update(1.5, (_) => _['bit']?.({ or: 5 }), refuses('non-integral type')),
    update(1, (_) => _['bit']?.({ nor: 5 }), refuses("only supports 'and', 'or', and 'xor'")),
  ],
  rename: [
    update(5, (_) => _['rename']?.('g'), { g: 5 }),
    update({ a: 1 }, (_) => _['rename']?.('g.h'), { g: { h: { a: 1 } } }),
    update(undefined, (_) => _['rename']?.('g'), {}),
    update(5, (_) => _['rename']?.(7), refuses("The 'to' field for $rename must be a string")),
    update(5, (_) => _['rename']?.('f'), refuses("would create a conflict at 'f'")),
  ],
  push: [
    update([1], (_) => _['push']?.(2), [1, 2]),
    update([1], (_) => _['push']?.([2, 3]), [1, 2, 3]),
    update([1], (_) => _['push']?.(2, 3), [1, 2, 3]),
    update([1], (_) => _['push']?.([[2, 3]]), [1, [2, 3]]),
    update(undefined, (_) => _['push']?.(1), [1]),
    update([1, 4], (_) => _['push']?.({ each: [2, 3], position: 1 }), [1, 2, 3, 4]),
    update([1, 4], (_) => _['push']?.({ each: [2], position: -1 }), [1, 2, 4]),
    update([1, 4], (_) => _['push']?.({ each: [9], position: 99 }), [1, 4, 9]),
    update([3], (_) => _['push']?.({ each: [1, 2], sort: 1 }), [1, 2, 3]),
    update([3], (_) => _['push']?.({ each: [1, 'x', null], sort: -1 }), ['x', 3, 1, null]),
    update(
      [{ n: 2 }],
      (_) => _['push']?.({ each: [{ n: 1 }, { n: 3 }], sort: { n: -1 }, slice: 2 }),
      [{ n: 3 }, { n: 2 }],
    ),
    update([1, 2], (_) => _['push']?.({ each: [3], slice: -2 }), [2, 3]),
    update([1, 2], (_) => _['push']?.({ each: [], slice: 0 }), []),
    update(5, (_) => _['push']?.(1), notArray),
    update(null, (_) => _['push']?.(1), notArray),
    update([1], (_) => _['push']?.({ each: [1], sort: 5 }), refuses('must be either 1 or -1')),
    update([1], (_) => _['push']?.({ each: [1], slice: 1.5 }), refuses('must be an integer')),
  ],
  unshift: [
    update([3], (_) => _['unshift']?.(1, 2), [1, 2, 3]),
    update(undefined, (_) => _['unshift']?.([1]), [1]),
    update('x', (_) => _['unshift']?.(1), notArray),
  ],
  pop: [
    update([1, 2], (_) => _['pop']?.(), [1]),
    update([], (_) => _['pop']?.(), []),
    update(undefined, (_) => _['pop']?.(), {}),
    update(5, (_) => _['pop']?.(), refuses('Cannot apply $pop to a non-array value')),
  ],
  shift: [
    update([1, 2], (_) => _['shift']?.(), [2]),
    update([], (_) => _['shift']?.(), []),
    update({ a: 1 }, (_) => _['shift']?.(), refuses('non-array')),
  ],
  pull: [
    update([1, 2, 1], (_) => _['pull']?.(1), [2]),
    update([1, 5, 9], (_) => _['pull']?.(_['gte']?.(5)), [1]),
    update([1, 5, 9], (_) => _['pull']?.(_['in']?.([1, 9])), [5]),
    update(['ab', 'b'], (_) => _['pull']?.(/^a/), ['b']),
    update([{ n: 1, m: 1 }, { n: 2 }, 3], (_) => _['pull']?.({ n: 1 }), [{ n: 2 }, 3]),
    update(
      [{ n: 1 }, { n: 5, m: 1 }, { n: 9 }],
      (_) => _['pull']?.({ n: _['gt']?.(3), m: _['exists']?.(true) }),
      [{ n: 1 }, { n: 9 }],
    ),
    update([[1, 2], [3]], (_) => _['pull']?.([1, 2]), [[3]]),
    update(undefined, (_) => _['pull']?.(1), {}),
    update('x', (_) => _['pull']?.(1), refuses('Cannot apply $pull to a non-array value')),
  ],
  pullAll: [
    update([1, 2, 3, 2], (_) => _['pullAll']?.([2, 3]), [1]),
    update([{ a: 1 }, { a: 1, b: 2 }], (_) => _['pullAll']?.([{ a: 1 }]), [{ a: 1, b: 2 }]),
    update(undefined, (_) => _['pullAll']?.([1]), {}),
    update([1], (_) => _['pullAll']?.(1), refuses('must be an array')),
  ],
  addToSet: [
    update(['a'], (_) => _['addToSet']?.('b'), ['a', 'b']),
    update(['a'], (_) => _['addToSet']?.('a'), ['a']),
    update([{ x: 1 }], (_) => _['addToSet']?.({ x: 1 }), [{ x: 1 }]),
    update([{ x: 1, y: 2 }], (_) => _['addToSet']?.({ y: 2, x: 1 }), [
      { x: 1, y: 2 },
      { y: 2, x: 1 },
    ]),
    update([1], (_) => _['addToSet']?.({ $each: [1, 2, 2] }), [1, 2]),
    update([1], (_) => _['addToSet']?.([1, 2]), [1, [1, 2]]),
    update(undefined, (_) => _['addToSet']?.('a'), ['a']),
    update('x', (_) => _['addToSet']?.('a'), notArray),
  ],
};
