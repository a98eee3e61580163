import type { FaultRule } from '../../devtools/emulator/faults/rule';
import type { MediaCheckRule } from '../../devtools/emulator/openapi/media-check';
import { createAvatarDesk, large, small, userId } from '../support/avatars';
import { succeeded, withStudio } from '../support/studio';
import type { Studio } from '../support/studio';

const minute = 60_000;

describe('a new avatar', () => {
  let studio: Studio;
  const desk = createAvatarDesk(() => studio);
  const { upload, uploads, copies, pending, choose, change, deliverVerdicts, review } = desk;

  const rules = (...list: Partial<MediaCheckRule>[]) =>
    studio.cloud.control('PUT', '/local/media-checks', list);
  const moveTo = (offsetMs: number) => studio.cloud.control('PUT', '/local/clock', { offsetMs });
  const sweep = () => studio.cloud.control('POST', '/local/trigger/tick/tick');
  const moderations = () => studio.cloud.collection('moderations').rows();
  const checks = () => studio.cloud.collection('media_checks').rows();
  /** The trace id of the n-th submission. */
  const traceOf = (tries: number) => {
    const check = checks().find((row) => row['tries'] === tries);
    return check?._id as string;
  };
  const push = (traceId: string, more: object = {}) =>
    studio.cloud.control('POST', '/local/push', {
      ...{ MsgType: 'event', Event: 'wxa_media_check', version: 2, trace_id: traceId },
      ...{ errcode: 0, errmsg: 'ok', result: { suggest: 'pass', label: 100 } },
      ...more,
    });
  const seenByAdmin = async () => {
    const query = { text: userId, pageSize: 5 };
    const { users } = succeeded(await studio.call('root', 'quota', 'searchUsers', query));
    return users[0]?.avatar;
  };
  const isReadable = async (url: string) => (await fetch(url)).status === 200;

  withStudio((opened) => (studio = opened), { hasAdmin: true });

  it('is shown only to its owner until it has passed, and the previous one to everybody', async () => {
    succeeded(await change({ avatar: upload('1.png', large) }));
    const before = studio.user('alice')['avatar'];
    await rules({ delayMs: 600_000 });

    const { user } = succeeded(await choose({ avatar: upload('2.png', small) }));

    expect(user).toMatchObject({ avatar: before, avatarReview: { state: 'pending' } });
    const { url } = user.avatarReview as { url: string };
    expect(await isReadable(url)).toBe(true);
    expect(await seenByAdmin()).toBe(before);
    expect(pending()).toHaveLength(1);
    expect(uploads()).toEqual([]);
    // No phone gets an address, not even the owner's.
    for (const who of ['alice', 'bob']) {
      const response = await fetch(`${studio.cloud.url}/local/client/temp-urls`, {
        ...{ method: 'POST', headers: { 'x-openid': who } },
        body: JSON.stringify({ fileList: [`cloud://workshop.bucket/${pending()[0] ?? ''}`] }),
      });
      expect(JSON.stringify(await response.json())).not.toContain('/files/private');
    }

    await deliverVerdicts();
    expect(await seenByAdmin()).not.toBe(before);
    expect(await review()).toBeNull();
    desk.expectOnlyShown();
    expect(moderations()).toMatchObject([{}, { state: 'pass', isApplied: true, dueAt: null }]);
    await rules();
  });

  it.each<MediaCheckRule['verdict']>(['risky', 'review'])(
    'found %s is removed with a sentence, and the one before it stays',
    async (verdict) => {
      succeeded(await change({ avatar: upload('1.png', large) }));
      const before = studio.user('alice')['avatar'];
      await rules({ verdict });

      succeeded(await change({ avatar: upload('2.png', small) }));

      expect(studio.user('alice')['avatar']).toBe(before);
      expect(await review()).toEqual({ state: 'refused', reason: '新头像没有通过审核，请换一张' });
      expect(await seenByAdmin()).toBe(before);
      desk.expectOnlyShown();

      await rules();
      succeeded(await change({ avatar: upload('3.png', small) }));
      expect(await review()).toBeNull();
      desk.expectOnlyShown();
    },
  );

  it('is shown although its verdict came before the answer of the call', async () => {
    await rules({ push: 'early' });

    const { user } = succeeded(await choose({ avatar: upload('1.png', small) }));

    expect(user).toMatchObject({ avatar: studio.user('alice')['avatar'], avatarReview: null });
    desk.expectOnlyShown();
    expect(checks()).toMatchObject([
      { tries: 1, verdict: 'pass', subjectKey: moderations()[0]?.['_id'] },
    ]);
    await sweep();
    expect(moderations()).toMatchObject([{ state: 'pass', isApplied: true, dueAt: null }]);
  });

  it('found risky before the answer of the call is never shown', async () => {
    await rules({ push: 'early', verdict: 'risky' });

    const { user } = succeeded(await choose({ avatar: upload('1.png', small) }));

    expect(user).toMatchObject({ avatar: '', avatarReview: { state: 'refused' } });
    expect([...copies(), ...pending(), ...uploads()]).toEqual([]);
  });

  it('is shown once although its verdict comes twice', async () => {
    await rules({ push: 'twice' });

    succeeded(await change({ avatar: upload('1.png', small) }));

    desk.expectOnlyShown();
    expect(checks()).toHaveLength(1);
  });

  it('is submitted three times at most without a verdict, and refused after 35 minutes', async () => {
    await rules({ push: 'none' });
    succeeded(await choose({ avatar: upload('1.png', small) }));

    for (const [at, submissions] of [
      ...[
        [9, 1],
        [11, 2],
        [12, 2],
        [22, 3],
        [33, 3],
      ],
    ] as const) {
      await moveTo(at * minute);
      await sweep();
      expect([at, checks().length]).toEqual([at, submissions]);
      expect(studio.user('alice')['avatar']).toBe('');
    }
    await moveTo(36 * minute);
    await sweep();

    expect(await review()).toEqual({ state: 'refused', reason: '新头像没能完成审核，请重新上传' });
    expect([...copies(), ...pending(), ...uploads()]).toEqual([]);
    // This verdict comes too late.
    await push(traceOf(1));
    expect(studio.user('alice')['avatar']).toBe('');
    expect(moderations()).toMatchObject([{ state: 'expired', isApplied: true, dueAt: null }]);
  });

  it('is submitted again at once when it could not be downloaded, which is not a pass', async () => {
    await rules({ verdict: 'unreadable', times: 1 }, {});
    succeeded(await choose({ avatar: upload('1.png', small) }));

    await deliverVerdicts();
    expect(studio.user('alice')['avatar']).toBe('');
    expect(checks()).toHaveLength(2);

    await deliverVerdicts();
    desk.expectOnlyShown();
  });

  it('accepts a label that is a string, and ignores a verdict with an unknown trace', async () => {
    await rules({ push: 'none' });
    succeeded(await choose({ avatar: upload('1.png', small) }));

    expect((await push('stranger')).body).toMatchObject({ ok: true, answer: 'success' });
    await push(traceOf(1), { result: { suggest: 'pass', label: '100' } });

    desk.expectOnlyShown();
    expect(studio.cloud.collection('media_checks').rows({ _id: 'stranger' })).toMatchObject([
      { subjectKey: null, tries: 0, verdict: 'pass' },
    ]);
  });

  it('is not disturbed by verdicts on foreign traces, which are removed after a day', async () => {
    await rules({ push: 'none' });
    succeeded(await choose({ avatar: upload('1.png', small) }));
    await push('stranger');
    await moveTo(11 * minute);
    await sweep();
    await push('late stranger');

    await moveTo(24 * 60 * minute + minute);
    await sweep();

    const left = checks().map(({ _id }) => _id);
    expect(left).toContain('late stranger');
    expect(left).not.toContain('stranger');
    // Our own submissions are kept with or without a verdict.
    expect(checks().filter(({ subjectKey }) => subjectKey !== null)).toHaveLength(2);

    await moveTo(25 * 60 * minute);
    await sweep();
    expect(checks().map(({ _id }) => _id)).not.toContain('late stranger');
  });

  it('that passed but is found risky later is removed', async () => {
    await rules({ push: 'none', times: 1 }, {});
    succeeded(await choose({ avatar: upload('1.png', small) }));
    await moveTo(11 * minute);
    await sweep();
    await deliverVerdicts();
    expect(studio.user('alice')['avatar']).not.toBe('');

    await push(traceOf(1), { result: { suggest: 'risky', label: 20002 } });

    expect(studio.user('alice')).toMatchObject({ avatar: '' });
    expect([...copies(), ...pending()]).toEqual([]);
  });

  it('waits, with its deadline, for the next call of an owner who was not active', async () => {
    const operation = 'security.mediaCheckAsync';
    studio.cloud.faults([{ service: 'openapi', operation, fault: 'reply', code: 61010 }]);
    succeeded(await choose({ avatar: upload('1.png', small) }));
    expect(moderations()).toMatchObject([{ state: 'awaitingOwner', tries: 0 }]);
    studio.cloud.faults([]);

    await moveTo(24 * 60 * minute);
    await sweep();
    expect(checks()).toEqual([]);
    expect(moderations()).toMatchObject([{ state: 'awaitingOwner' }]);

    succeeded(await studio.call('alice', 'login', 'wxLogin', {}));
    await deliverVerdicts();
    desk.expectOnlyShown();
  });

  it.each([44991, 45009])('is submitted a little later when WeChat answers %d', async (code) => {
    const operation = 'security.mediaCheckAsync';
    studio.cloud.faults([{ service: 'openapi', operation, fault: 'reply', code, times: 1 }]);
    succeeded(await choose({ avatar: upload('1.png', small) }));
    expect(moderations()).toMatchObject([{ state: 'checking', tries: 0 }]);

    await moveTo(1.1 * minute);
    await sweep();
    await deliverVerdicts();
    desk.expectOnlyShown();
  });

  it('is checked although the answer of the call was lost', async () => {
    const operation = 'security.mediaCheckAsync';
    studio.cloud.faults([{ service: 'openapi', operation, fault: 'fail-after', times: 1 }]);
    succeeded(await choose({ avatar: upload('1.png', small) }));

    await deliverVerdicts();
    expect(studio.user('alice')['avatar']).toBe('');
    await moveTo(1.1 * minute);
    await sweep();
    await deliverVerdicts();

    desk.expectOnlyShown();
    expect(
      checks()
        .map(({ tries }) => tries)
        .sort(),
    ).toEqual([0, 2]);
  });

  it('that is replaced while it is checked never reappears', async () => {
    succeeded(await choose({ avatar: upload('1.png', small) }));
    succeeded(await choose({ avatar: upload('2.png', large) }));

    await deliverVerdicts();

    expect(studio.user('alice')['avatarSource']).toContain('2.png');
    desk.expectOnlyShown();
  });

  it('that is removed while it is checked never reappears', async () => {
    succeeded(await choose({ avatar: upload('1.png', small) }));
    succeeded(await choose({ avatar: '' }));

    await deliverVerdicts();

    expect(studio.user('alice')['avatar']).toBe('');
    expect([...copies(), ...pending(), ...uploads()]).toEqual([]);
  });

  it('that is named again while it is checked is not submitted again', async () => {
    const avatar = upload('1.png', small);
    succeeded(await choose({ avatar }));

    expect(succeeded(await choose({ avatar })).user.avatarReview).toMatchObject({
      state: 'pending',
    });

    expect(checks()).toHaveLength(1);
    await deliverVerdicts();
    desk.expectOnlyShown();
  });
});

describe('a verdict on an avatar, killed at any call', () => {
  let studio: Studio;
  const desk = createAvatarDesk(() => studio);

  withStudio((opened) => (studio = opened));

  const services = ['database', 'storage'] as const;
  const cases = services.flatMap((service) =>
    Array.from({ length: service === 'database' ? 14 : 4 }, (_, at) => [service, at + 1] as const),
  );

  it.each(cases)('is applied by the timer (%s, call %d)', async (service, nth) => {
    await desk.choose({ avatar: desk.upload('1.png', small) });
    const rule: FaultRule = { service, function: 'push', nth, times: 1, fault: 'kill' };
    studio.cloud.faults([rule]);
    await desk.deliverVerdicts();
    studio.cloud.faults([]);

    // The open transaction of a dead call would lock its rows for 30 s; an import ends it.
    const { database } = studio.cloud.cloud;
    database.import([...database.export()]);
    await studio.cloud.control('POST', '/local/trigger/tick/tick');
    // WeChat repeats a push that was lost.
    await desk.deliverVerdicts();

    desk.expectOnlyShown();
    expect(studio.cloud.collection('moderations').rows()).toMatchObject([
      { state: 'pass', isApplied: true },
    ]);
  });
});
