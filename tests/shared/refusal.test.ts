import { InvalidRowError } from '../../cloudfunctions/shared/data/core/rows';
import { OutageError } from '../../cloudfunctions/shared/data/core/outage';
import { AppError } from '../../cloudfunctions/shared/error';
import { toRefusal } from '../../cloudfunctions/shared/refusal';

const errorWith = (fields: object, error = new Error('failed')) => Object.assign(error, fields);

describe('the reply to a caller', () => {
  it.each([
    ['of a refusal, its own name', new AppError('NOT_FOUND'), 'NOT_FOUND'],
    ['of the database that is down', errorWith({ errCode: -501001, errMsg: 'timeout' }), 'BUSY'],
    ['of the same in the form of a plain object', { errCode: -501001 }, 'BUSY'],
    ['of a connection that broke', errorWith({ code: 'ECONNRESET' }), 'BUSY'],
    ['of a storage that gives no answer', new OutageError('no answer'), 'BUSY'],
    ['of a fault of ours', new Error('There are fewer inputs than works.'), 'INTERNAL'],
    [
      'of a wrong argument, which Node gives a code',
      errorWith({ code: 'ERR_INVALID_ARG_TYPE' }, new TypeError('wrong')),
      'INTERNAL',
    ],
    ['of a row that cannot be read', new InvalidRowError('works', {}, []), 'INTERNAL'],
    ['of what is no error', 'text', 'INTERNAL'],
  ])('in case %s', (_what, error, name) => {
    expect(toRefusal(error)).toMatchObject({ failure: name });
  });

  it('keeps the cause for the log', () => {
    const cause = errorWith({ errCode: -1 });
    expect(toRefusal(cause).cause).toBe(cause);
  });
});
