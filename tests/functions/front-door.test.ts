import type { Failure } from '../../cloudfunctions/shared/contracts/reply';
import { actionInputs, actionCases as cases } from '../support/action-inputs';
import { openStudio } from '../support/studio';
import type { Studio } from '../support/studio';

/** Values that are malformed in other fields but valid in these: null removes a limit, and `workIds` is a list. */
const meant = (field: string, value: unknown) =>
  (field === 'value' && value === null) ||
  (field === 'workIds' && Array.isArray(value) && value.length > 0);

function isMissing(details: object | undefined, field: string): boolean {
  return JSON.stringify(details) === JSON.stringify({ field, problem: '没有填写' });
}

/** Values that no field accepts, whatever its type. */
const malformed = [null, [], ['x'], {}, { $gt: '' }, -1.5, 1e308, '长'.repeat(20_000)];
/** The message for a malformed field. If the field is an object, a part of it may be missing instead. */
const unclear = (reply: unknown, field: string) =>
  (reply as Failure & { details?: { field?: string } }).details?.field === field
    ? /没有填写|不符合要求/
    : /不符合要求/;
/** Actions that anybody may call with a proof of their own, and what they answer without it. */
const openToNobody: Record<string, string> = { 'workManage.getSharedWork': 'SHARE_GONE' };
const forged = ['openid', 'OPENID', 'userInfo', '_openid', 'vipLevel', 'constructor'];

describe('the front door of every action', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
    await studio.member('mallory', { userType: 'admin' });
  });
  afterAll(() => studio.close());

  const knock = async (name: string, event: unknown, openid?: string) => {
    const report = await studio.cloud.report(name, event, openid);
    return 'result' in report ? report.result : report.error;
  };

  it.each(cases)('$name: $action names the field that is wrong', async ({ name, action, data }) => {
    const before = studio.cloud.cloud.database.export();
    const rows = [...before];
    for (const field of Object.keys(data)) {
      for (const value of malformed) {
        if (meant(field, value)) continue;
        const reply = await knock(name, { action, data: { ...data, [field]: value } }, 'mallory');

        expect(reply).toMatchObject({
          code: 400,
          error: 'INVALID_INPUT',
          message: expect.stringMatching(/^提交的内容有误/) as string,
          data: null,
          details: {
            field: expect.stringContaining(field) as string,
            problem: expect.not.stringMatching(unclear(reply, field)) as string,
          },
        });
      }
    }
    expect([...studio.cloud.cloud.database.export()]).toEqual(rows);
  });

  it.each(cases)('$name: $action distinguishes missing fields from wrong types', async (given) => {
    const { name, action, data } = given;
    for (const field of Object.keys(data)) {
      const { [field]: _, ...others } = data;
      const reply = (await knock(name, { action, data: others }, 'mallory')) as Failure;
      const wrong = await knock(name, { action, data: { ...data, [field]: [] } }, 'mallory');

      // An optional field may be left out.
      const missing = reply.error === 'INVALID_INPUT' ? [reply.details] : [];
      expect(missing.filter((details) => !isMissing(details, field))).toEqual([]);
      expect(wrong).toMatchObject({ details: { field, problem: expect.any(String) as string } });
    }
  });

  it.each(cases)(
    '$name: $action takes the caller from WeChat only',
    async ({ name, action, data }) => {
      for (const field of forged) {
        const event = { action, data: { ...data, [field]: 'user_alice' } };

        expect(await knock(name, event, 'mallory')).toMatchObject({
          code: 400,
          details: { field },
        });
      }
      const nobody = { action, data, openid: 'alice', userInfo: { openId: 'alice' } };
      const error = openToNobody[`${name}.${action}`] ?? 'SIGN_IN_REQUIRED';
      expect(await knock(name, nobody)).toMatchObject({ error });
    },
  );

  it.each(Object.keys(actionInputs))('%s refuses actions with odd names', async (name) => {
    for (const action of ['', 'nope', '__proto__', 'constructor', 'toString']) {
      expect(await knock(name, { action, data: {} }, 'mallory')).toMatchObject({
        code: 400,
        error: 'UNKNOWN_ACTION',
      });
    }
    for (const event of [undefined, null, 5, 'text', [], { action: 5 }]) {
      expect(await knock(name, event, 'mallory')).toMatchObject({ code: 400, data: null });
    }
  });
});
