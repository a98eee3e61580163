import { byNewest, fromCursor, toCursor, toPage } from '../../cloudfunctions/shared/domain/cursor';
import {
  inviteCodeOf,
  requestHashOf,
  userIdOf,
  workIdOf,
} from '../../cloudfunctions/shared/domain/ids';

describe('ids', () => {
  it('are the same for the same cause, and differ otherwise', () => {
    expect(userIdOf('alice')).toMatch(/^user_[0-9a-f]{24}$/);
    expect(userIdOf('alice')).toBe(userIdOf('alice'));
    const ids = [
      workIdOf('user_1', 'r1', 0),
      workIdOf('user_1', 'r1', 1),
      workIdOf('user_1', 'r2', 0),
      workIdOf('user_2', 'r1', 0),
    ];
    expect(new Set(ids).size).toBe(4);
  });

  it('are the same for an input whatever the order of its fields', () => {
    expect(requestHashOf({ a: '1', b: '2' })).toBe(requestHashOf({ b: '2', a: '1' }));
    expect(requestHashOf({ a: '1', b: '2' })).not.toBe(requestHashOf({ a: '12', b: '' }));
  });

  it('make invite codes without characters that are easily confused', () => {
    expect(inviteCodeOf('user_1')).toMatch(/^[A-HJ-NP-Z2-9]{8}$/);
  });
});

describe('a cursor', () => {
  const position = { createdAt: new Date('2026-11-21T04:00:00.123Z'), id: 'work_1' };

  it('comes back as the position it was made of', () => {
    expect(fromCursor(toCursor(position))).toEqual(position);
  });

  it.each(['', 'x', 'eyJhIjoxfQ', Buffer.from('9999999999999999 a').toString('base64url')])(
    'that no list gave out (%s) is null',
    (text) => {
      expect(fromCursor(text)).toBeNull();
    },
  );
});

describe('toPage', () => {
  const rows = ['c', 'b', 'a'].map((id) => ({ id, createdAt: new Date(0) }));

  it('has a cursor only when there is more', () => {
    expect(toPage(rows, 3)).toEqual({ rows, nextCursor: null });
    const page = toPage(rows, 2);
    expect(page.rows.map(({ id }) => id)).toEqual(['c', 'b']);
    expect(fromCursor(page.nextCursor ?? '')).toMatchObject({ id: 'b' });
  });

  it('orders like the indexes: newest first, ids downwards within a moment', () => {
    const later = { id: 'a', createdAt: new Date(1) };
    expect(
      [...rows, later]
        .reverse()
        .sort(byNewest)
        .map(({ id }) => id),
    ).toEqual(['a', 'c', 'b', 'a']);
  });
});
