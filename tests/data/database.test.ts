import { requireDefined, omitUndefined } from '../../cloudfunctions/shared/data/core/database';
import { isConflict, isDuplicateKey } from '../../cloudfunctions/shared/data/core/database-error';
import { parseWork, toWorkRow } from '../../cloudfunctions/shared/data/rows/work';

describe('a condition', () => {
  it('without undefined fields stays as it is; with one it is refused, because the SDK would match every row', () => {
    expect(requireDefined({ userId: 'a', deletedAt: null })).toEqual({
      userId: 'a',
      deletedAt: null,
    });
    expect(() => requireDefined({ userId: undefined })).toThrow('userId is undefined');
  });
});

describe('an error of the database', () => {
  it.each([
    [
      {
        errCode: -501001,
        errMsg: 'document.update:fail -501001 [ResourceUnavailable.TransactionConflict] …',
      },
      true,
    ],
    [
      { errCode: -501001, errMsg: '[ResourceUnavailable.TransactionBusy] Transaction is busy.' },
      true,
    ],
    [{ code: 'DATABASE_TRANSACTION_CONFLICT', message: 'x' }, true],
    [new Error('WriteConflict'), true],
    [{ errCode: -501001, errMsg: 'socket hang up' }, false],
    [undefined, false],
  ])('%j is a conflict: %s', (error, expected) => {
    expect(isConflict(error)).toBe(expected);
  });

  it('is recognised as a duplicate key by the message of the server', () => {
    const errMsg =
      'collection.add:fail -502001 [FailedOperation.Insert] E11000 duplicate key error';
    expect(isDuplicateKey({ errCode: -502001, errMsg })).toBe(true);
    expect(isDuplicateKey({ errCode: -502001, errMsg: 'bad operator' })).toBe(false);
  });
});

describe('a row of works', () => {
  const row = { _id: 'work_1', userId: 'user_1', status: 'pending', createdAt: new Date(0) };

  it('of an older shape gets the missing fields', () => {
    expect(parseWork(row)).toMatchObject({ id: 'work_1', images: [], deletedAt: null, cost: 0 });
  });

  it.each(['userId', 'status', 'createdAt'])('without %s is refused', (field) => {
    expect(() => parseWork({ ...row, [field]: undefined })).toThrow(field);
  });

  it('is written with both forms of its id and without undefined fields', () => {
    const written = toWorkRow({ ...parseWork(row), openid: 'alice' });
    expect(written).toMatchObject({
      _id: 'work_1',
      id: 'work_1',
      _openid: 'alice',
      openid: 'alice',
    });
    expect(Object.values(written)).not.toContain(undefined);
    expect(omitUndefined({ a: undefined, b: null })).toEqual({ b: null });
  });
});
