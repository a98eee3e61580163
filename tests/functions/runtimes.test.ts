import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readFunctionConfig } from '../../devtools/emulator/functions/config';
import { binaryOf } from '../../devtools/emulator/functions/runtimes';
import { readLabel } from '../../cloudfunctions/shared/pictures/label';
import { quadrantColors, sample } from '../pictures/samples';
import { decodePicture } from '../../cloudfunctions/shared/pictures/decode';
import { createAvatarDesk } from '../support/avatars';
import { chatViolations, createChat } from '../support/chat';
import { requireInvariants } from '../support/invariants';
import { openDesk } from '../support/quota-desk';
import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const folder = join(__dirname, '../../dist/cloudfunctions');
const functions = readdirSync(folder);
const timers = functions.flatMap((name) =>
  readFunctionConfig(join(folder, name, 'config.json')).triggers.map((trigger) => ({
    function: name,
    trigger: trigger.name,
  })),
);

/** The runtimes of the cloud for which this machine has a binary; on Linux all of them are required. */
const runtimes = [
  { version: '16.13.2', node: binaryOf('Nodejs16.13') },
  { version: '18.15.0', node: binaryOf('Nodejs18.15') },
  { version: process.versions.node, node: process.execPath },
].filter(({ node }) => node !== null || process.platform === 'linux');

describe.each(runtimes)('the bundles on Node $version', ({ version, node }) => {
  let studio: Studio;
  let picture: Buffer;

  beforeAll(async () => {
    if (node === null) throw new Error(`Node ${version}: npm ci --prefix devtools/runtimes`);
    studio = await openStudio(
      { RESET_QUOTAS_TOKEN: 'a-token-of-twenty-four-characters' },
      () => picture,
      node,
    );
  });
  afterAll(() => studio.close());
  beforeEach(() => studio.cloud.cloud.reset({ seed: true }));
  afterEach(() => requireInvariants(studio.cloud));

  it('are loaded by it, every one', async () => {
    expect(
      await Promise.all(
        functions.map(async (name) => {
          const event = { action: 'health', data: { variables: [], collections: ['works'] } };
          return studio.cloud.report(name, event, undefined, 'scf');
        }),
      ),
    ).toEqual(
      functions.map((): unknown =>
        expect.objectContaining({
          result: expect.objectContaining({ node: version, unreachableCollections: [] }) as unknown,
        }),
      ),
    );
  });

  it('sign in, and show a profile', async () => {
    const login = succeeded(await studio.call('alice', 'login', 'wxLogin', {}));
    const { user } = succeeded(await studio.call('alice', 'userInfo', 'getUserInfo', {}));

    expect(login).toMatchObject({ dailyUsage: { used: 0 } });
    expect(user).toMatchObject({ nickname: login.user.nickname, credits: 100 });
  });

  it.each(['sampling-2x2.jpg', 'rgb16-interlaced.png', 'quadrants-lossy.webp'])(
    'make an avatar of %s',
    async (name) => {
      await studio.member('alice');
      const desk = createAvatarDesk(() => studio);

      succeeded(await desk.change({ nickname: '小满', avatar: desk.upload(name, sample(name)) }));

      expect(quadrantColors(decodePicture(desk.shownFile()))).toBe('red green blue white');
    },
  );

  it.each(['sampling-2x2.jpg', 'rgb16-interlaced.png', 'quadrants-lossy.webp'])(
    'generate, store, label and list a work of %s',
    async (name) => {
      await studio.member('alice');
      picture = sample(name);

      const generated = succeeded(
        await studio.call('alice', 'aiGenerate', 'generate', {
          requestId: 'r1',
          prompt: '雨中的橘猫',
        }),
      );

      const [work] = generated.works;
      expect(work).toMatchObject({ status: 'completed' });
      const path = String(work?.imageUrl).replace(/^cloud:\/\/[^/]+\//, '');
      const stored = studio.cloud.cloud.storage.read(path)?.bytes ?? Buffer.alloc(0);
      expect(readLabel(stored)).not.toBeNull();
      expect(quadrantColors(decodePicture(stored))).toBe('red green blue white');
      const workId = work?.workId ?? '';
      succeeded(await studio.call('alice', 'workManage', 'prepareThumbnail', { workId }));
      const { works } = succeeded(await studio.call('alice', 'workManage', 'getWorks', {}));
      expect(works).toMatchObject([{ workId, status: 'completed' }]);
    },
  );

  it('rename, mark and delete a work', async () => {
    await studio.member('alice');
    picture = sample('rgb.png');
    const { works } = succeeded(
      await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt: '雨' }),
    );
    const workId = works[0]?.workId ?? '';

    succeeded(await studio.call('alice', 'workManage', 'updateWork', { workId, title: '夜' }));
    succeeded(await studio.call('alice', 'workManage', 'saveWork', { workId, isFavorite: true }));
    const stats = succeeded(await studio.call('alice', 'workManage', 'getStats', {}));
    expect(stats).toMatchObject({ works: 1, favorites: 1 });
    succeeded(await studio.call('alice', 'workManage', 'deleteWork', { workId }));

    const left = succeeded(await studio.call('alice', 'workManage', 'getWorks', {}));
    expect(left.works).toEqual([]);
  });

  it('stream an answer', async () => {
    await studio.member('alice');
    const chat = createChat(studio);

    const { answer, sessionId } = succeeded(await chat.send());

    expect(answer).toMatchObject({ status: 'completed', apUsed: 1 });
    expect(succeeded(await chat.messages(sessionId)).messages).toHaveLength(2);
    expect(chatViolations(chat)).toEqual([]);
  });

  it('adjust a quota, and enforce it', async () => {
    await studio.member('alice');
    await studio.member('root', { userType: 'admin' });
    const desk = openDesk(studio);
    picture = sample('rgb.png');

    await desk.adjust({ value: 1 });

    expect(await desk.daily()).toMatchObject({ limit: 1, remaining: 1 });
    expect(succeeded(await desk.generate()).dailyUsage).toMatchObject({ limit: 1, remaining: 0 });
  });

  it.each(timers)('run the timer $trigger of $function', async (timer) => {
    await studio.member('alice');
    const path = `/local/trigger/${timer.function}/${timer.trigger}`;

    const { body } = await studio.cloud.control('POST', path);

    expect(body).not.toHaveProperty('error');
    expect((body as { result: object }).result).not.toHaveProperty('error');
  });
});
