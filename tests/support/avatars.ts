import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { buildPng } from '../pictures/samples';
import { succeeded } from './studio';
import type { Studio } from './studio';

/** Alice's uploads and avatar, and access to their files and storage counts. */
export type AvatarDesk = ReturnType<typeof createAvatarDesk>;

export const userId = userIdOf('alice');
export const small = noise(40);
export const large = noise(400);

export function createAvatarDesk(studio: () => Studio) {
  const storage = () => studio().cloud.cloud.storage;
  const stored = (folder: string) =>
    storage()
      .list()
      .map(({ path }) => path)
      .filter((path) => path.startsWith(folder));
  const shownId = () => studio().user('alice')['avatar'] as string;
  const desk = {
    upload: (name: string, bytes: Buffer, of = userId, folder = 'uploads') =>
      storage().put(`${folder}/${of}/${name}`, 'alice', bytes),
    uploads: () => stored('uploads/'),
    copies: () => stored('avatars/'),
    shownFile: () =>
      storage().read(shownId().replace(/^cloud:\/\/[^/]+\//, ''))?.bytes ?? Buffer.alloc(0),
    usage: () =>
      studio().cloud.collection('user_storage_usage').rows({ _id: userId })[0] ?? { usedBytes: 0 },
    /** Copies whose verdict is pending. */
    pending: () => stored('private/avatars/'),
    /** Saves a profile; the verdict on its avatar is still pending. */
    choose: (data: { nickname?: string; avatar?: string }) =>
      studio().call('alice', 'userInfo', 'updateUserInfo', data),
    /** Saves a profile and delivers the verdict on its avatar. */
    change: async (data: { nickname?: string; avatar?: string }) => {
      const reply = await desk.choose(data);
      await desk.deliverVerdicts();
      return reply;
    },
    /** Delivers all pending verdicts. */
    deliverVerdicts: async () => {
      const { outbox, pushes } = studio().cloud.cloud;
      const waiting = outbox.list().filter(({ dueAt }) => dueAt !== null);
      for (const { id } of waiting) await pushes.redeliver(id);
      await pushes.settled();
    },
    /** The review as the owner sees it. */
    review: async (who = 'alice') =>
      succeeded(await studio().call(who, 'userInfo', 'getUserInfo', {})).user.avatarReview,

    /** Asserts that the copy of the avatar is the only file left and that it is counted. */
    expectOnlyShown: () => {
      const { avatarBytes, hasAvatarsToRemove } = studio().user('alice');
      expect(desk.copies()).toEqual([expect.stringMatching(/^avatars\/[^/]+\/[0-9a-f]{32}\.jpg$/)]);
      expect(shownId().endsWith(`/${desk.copies()[0] ?? ''}`)).toBe(true);
      expect([...desk.uploads(), ...desk.pending()]).toEqual([]);
      expect(desk.usage()).toMatchObject({ usedBytes: avatarBytes, fileCount: 1 });
      expect(desk.shownFile()).toHaveLength(Number(avatarBytes));
      expect(hasAvatarsToRemove).toBe(false);
    },
  };
  return desk;
}

/** A grey square of noise: incompressible, so a larger square is a longer file. */
export function noise(size: number): Buffer {
  const places = Array.from({ length: size }, (_, at) => at);
  return buildPng({
    ...{ width: size, height: size, colorType: 0 },
    filters: places.map(() => 0),
    rows: places.map((y) => places.map((x) => (x * y * 7 + x * 13) % 256)),
  });
}
