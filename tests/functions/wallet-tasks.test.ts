import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { succeeded } from '../support/studio';
import { createTaskDesk, openTaskStudio } from '../support/tasks';
import type { TaskStudio } from '../support/tasks';

let studio: TaskStudio;
const desk = createTaskDesk(() => studio, 'bob');
const credits = (who: string) => studio.user(who)['credits'] as number;
/** The balance that open pages show. */
const shown = (who: string) =>
  desk.rows('quota_overviews', { _id: userIdOf(who) }).map((row) => row['credits']);

beforeAll(async () => {
  studio = await openTaskStudio();
});
afterAll(() => studio.close());
beforeEach(async () => {
  studio.cloud.cloud.reset({ seed: true });
  studio.dashscope.setRules([]);
  desk.reset();
  for (const who of ['alice', 'bob']) {
    await studio.member(who);
    succeeded(await studio.call(who, 'payment', 'dailyCheckin', {}));
  }
  await desk.photos();
});

it('a picture of a task rewards the inviter, and the open pages of both follow', async () => {
  const code = studio.user('alice')['inviteCode'] as string;
  succeeded(await studio.call('bob', 'payment', 'redeemInvite', { code }));
  succeeded(await desk.submit());
  expect(credits('bob')).toBe(100);
  expect(shown('bob')).toEqual([100]);
  await desk.finish();

  expect(desk.rows('invites')).toMatchObject([{ status: 'rewarded' }]);
  expect(credits('alice')).toBe(121);
  expect(shown('alice')).toEqual([121]);
});

it('an open page sees the refunds of a cancelled and a failed task', async () => {
  succeeded(await desk.submit());
  expect(shown('bob')).toEqual([100]);
  succeeded(await desk.cancel());
  expect(shown('bob')).toEqual([101]);

  studio.dashscope.setRules([{ behaviour: 'InvalidPerson' }]);
  succeeded(await desk.submit('t2'));
  await desk.finish();
  expect(desk.rows('task_queue', { state: 'failed' })).toHaveLength(1);
  expect(shown('bob')).toEqual([101]);
  expect(credits('bob')).toBe(101);
});
