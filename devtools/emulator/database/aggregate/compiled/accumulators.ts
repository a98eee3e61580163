import { compareValues } from '../../order';
import type { Found, Value } from '../../values';
import { isLong, isNumeric, makeDouble, makeLong, toInteger, toNumber } from '../../values';
import { keyOf } from './group-key';

/** Takes the value of each document of a group, and answers what the group shows. */
export type Accumulator = { take: (value: Found) => void; result: () => Value };

export const accumulators: Record<string, () => Accumulator> = {
  $sum: sum,
  $min: () => extreme(-1),
  $max: () => extreme(1),
  $first() {
    let first: Found;
    let isSeen = false;
    return {
      take(value) {
        if (!isSeen) first = value;
        isSeen = true;
      },
      result: () => first ?? null,
    };
  },
  $last() {
    let last: Found;
    return {
      take(value) {
        last = value;
      },
      result: () => last ?? null,
    };
  },
  $push() {
    const values: Value[] = [];
    return {
      take(value) {
        if (value !== undefined) values.push(value);
      },
      result: () => values,
    };
  },
  $addToSet() {
    const values = new Map<unknown, Value>();
    return {
      take(value) {
        if (value === undefined) return;
        const key = keyOf(value);
        if (!values.has(key)) values.set(key, value);
      },
      result: () => [...values.values()],
    };
  },
};

/** Adds numbers and passes over everything else. The sum is of the widest type among them; longs keep every digit. */
function sum(): Accumulator {
  let plain = 0;
  let large = 0n;
  let double = 0;
  let type: 'int' | 'long' | 'double' = 'int';
  return {
    take(value) {
      if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) {
        const added = plain + value;
        if (Number.isSafeInteger(added)) plain = added;
        else large += BigInt(value);
      } else if (isLong(value)) {
        large += toInteger(value);
        if (type === 'int') type = 'long';
      } else if (isNumeric(value)) {
        double += toNumber(value);
        type = 'double';
      }
    },
    result() {
      if (type === 'double') return makeDouble(Number(large) + plain + double);
      // Small numbers that were longs stay longs; the sum of ints is a long when it has outgrown them.
      if (type === 'int' && large === 0n) return plain;
      return makeLong(large + BigInt(plain));
    },
  };
}

/** The least (-1) or greatest (1) value. Null and missing count only when there is nothing else. */
function extreme(side: -1 | 1): Accumulator {
  let found: Found;
  return {
    take(value) {
      if (value === undefined || value === null) return;
      if (found === undefined || compareValues(value, found) * side > 0) found = value;
    },
    result: () => found ?? null,
  };
}
