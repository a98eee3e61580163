import { describeError } from '../../cloudfunctions/shared/domain/log';

const openid = 'oLogScan_0penid-of-mallory';

/** An error of the SDK, which carries its message twice. */
function sdkError(errMsg: string): Error {
  return Object.assign(new Error(errMsg), { errMsg });
}

describe('an error in the log', () => {
  it.each<[string, Error, string]>([
    [
      'names the call of WeChat that failed, its number and its request, and none of its words',
      sdkError(`openapi.security.msgSecCheck:fail 87014 a cat on my sofa rid: 65f0-1c ${openid}`),
      'Error: openapi.security.msgSecCheck:fail 87014 rid: 65f0-1c',
    ],
    [
      'leaves out what the driver quotes',
      new Error(`E11000 duplicate key index: openid_1 dup key: { openid: "a b", b: 'c' }`),
      'Error: E11000 duplicate key index: openid_1 dup key: { openid: …, b: … }',
    ],
    [
      'leaves out words that are no English, and words as long as a key',
      new Error(`refused 一只狐狸 of ${openid}, DATABASE_TRANSACTION_CONFLICT`),
      'Error: refused … of …, DATABASE_TRANSACTION_CONFLICT',
    ],
    [
      'keeps ids of ours and of requests',
      new Error('work_207de0a04abffe65810399a7 in 42ca5972-e4de-4e19-b9ed-bf5daabacd93'),
      'Error: work_207de0a04abffe65810399a7 in 42ca5972-e4de-4e19-b9ed-bf5daabacd93',
    ],
    [
      'keeps the names of code that a bug tells',
      new TypeError("Cannot read properties of undefined (reading 'title')"),
      "TypeError: Cannot read properties of undefined (reading 'title')",
    ],
    [
      'holds for its cause as well',
      new Error('not stored', { cause: new Error(`from "${openid}"`) }),
      'Error: not stored ← Error: from …',
    ],
  ])('%s', (_, error, told) => {
    expect(describeError(error)).toBe(told);
  });
});
