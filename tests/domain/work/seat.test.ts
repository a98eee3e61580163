import fc from 'fast-check';
import {
  choosePlaces,
  placeOf,
  releasedSeat,
  seatOf,
} from '../../../cloudfunctions/shared/domain/work/seat';

const never = () => 0;

describe('a seat', () => {
  it('names its place; a released one has none', () => {
    expect(placeOf(seatOf('user_1', '20261121', 17))).toBe(17);
    expect(placeOf(releasedSeat('work_123'))).toBeNull();
    expect(placeOf('released:work:7')).toBeNull();
    expect(placeOf('')).toBeNull();
  });
});

describe('choosePlaces', () => {
  it('takes the lowest free ones', () => {
    expect(choosePlaces(new Set([1, 3]), 50, 2, 0, never)).toEqual([2, 4]);
  });

  it('takes the last one, and finds none after it', () => {
    expect(choosePlaces(new Set([1, 2]), 3, 1, 0, never)).toEqual([3]);
    expect(choosePlaces(new Set([1, 2, 3]), 3, 1, 0, never)).toBeNull();
    expect(choosePlaces(new Set([1, 2]), 3, 2, 0, never)).toBeNull();
  });

  it('spreads a crowd after two lost races', () => {
    expect(choosePlaces(new Set(), 50, 1, 1, () => 0.99)).toEqual([1]);
    expect(choosePlaces(new Set(), 50, 1, 3, () => 0.99)).toEqual([8]);
  });

  it('blocks a place below the limit for each one taken above it', () => {
    // A limit lowered to 25 with 20 works on the places 11 to 30 leaves room for five more, although ten lower places
    // are free.
    const taken = new Set(Array.from({ length: 20 }, (_, index) => index + 11));
    expect(choosePlaces(taken, 25, 5, 0, never)).toEqual([1, 2, 3, 4, 5]);
    expect(choosePlaces(taken, 25, 6, 0, never)).toBeNull();
    expect(choosePlaces(taken, 20, 1, 0, never)).toBeNull();
    expect(choosePlaces(taken, 0, 1, 0, never)).toBeNull();
  });

  it('lets concurrent callers fill the remaining room and no more, wherever the taken seats are', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 40 })),
        fc.integer({ min: 0, max: 40 }),
        fc.integer({ min: 0, max: 40 }),
        (takenList, limit, lostRaces) => {
          const seen = new Set(takenList);
          const room = Math.max(0, limit - seen.size);
          // All callers look at the same moment and retry; a place can be taken only once.
          const given = new Set<number>();
          for (let chance = 0; chance < 1; chance += 1 / 64) {
            const [place] = choosePlaces(seen, limit, 1, lostRaces, () => chance) ?? [];
            if (place !== undefined) given.add(place);
          }
          const all = new Set([...seen, ...given]);
          for (;;) {
            const [place] = choosePlaces(all, limit, 1, 0, never) ?? [];
            if (place === undefined) break;
            all.add(place);
          }
          return all.size === seen.size + room;
        },
      ),
    );
  });

  it('gives only distinct free places within the limit, and gives them when there are enough', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 30 })),
        fc.integer({ min: 0, max: 30 }),
        fc.integer({ min: 1, max: 2 }),
        fc.integer({ min: 0, max: 40 }),
        fc.double({ min: 0, max: 0.999_999, noNaN: true }),
        (takenList, limit, wanted, lostRaces, chance) => {
          const taken = new Set(takenList);
          const free = limit - taken.size;
          const places = choosePlaces(taken, limit, wanted, lostRaces, () => chance);
          if (free < wanted) return places === null;
          return (
            places !== null &&
            new Set(places).size === wanted &&
            places.every((place) => place >= 1 && place <= limit && !taken.has(place))
          );
        },
      ),
    );
  });
});
