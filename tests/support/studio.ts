import { startZhipu } from '../../devtools/providers/zhipu/server';
import type { ZhipuStub } from '../../devtools/providers/zhipu/server';
import type { Document } from '../../devtools/emulator/database/database';
import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import type {
  FunctionName,
  ActionName,
  InputOf,
  OutputOf,
} from '../../cloudfunctions/shared/contracts';
import type { Failure, Reply } from '../../cloudfunctions/shared/contracts/reply';
import { startTestCloud } from './cloud';
import type { TestCloud } from './cloud';
import type { StartOptions } from '../../devtools/emulator/server';
import { membershipOf } from './membership';
import { tickNow } from './tick';

/** A cloud with the functions of the product and an instant provider. */
export type Studio = {
  cloud: TestCloud;
  zhipu: ZhipuStub;
  /** Calls an action as a phone would. */
  call<F extends FunctionName, A extends ActionName<F>>(
    who: string,
    name: F,
    action: A,
    data: InputOf<F, A>,
  ): Promise<Reply<OutputOf<F, A>>>;
  /** Signs in, and changes the user's row as an admin would in the console; `vipLevel` also creates the membership. */
  member(who: string, changes?: Document): Promise<string>;
  user(who: string): Document;
  /** Stops the faults, advances the clock by five minutes and fires the sweeper's timer; resolves to its summary. */
  sweep(): Promise<Document>;
  close(): Promise<void>;
};

/**
 * `draw` replaces the provider's pictures; `node`: the binary that runs the functions; `functionsFolder`: other bundles than
 * those of `dist/`; `more`: further options of the cloud.
 */
export async function openStudio(
  environment: Record<string, string> = {},
  draw?: () => Buffer | Promise<Buffer>,
  node: string | null = null,
  functionsFolder?: string,
  more: Pick<StartOptions, 'maxInstances' | 'pushDelayMs'> = {},
): Promise<Studio> {
  const drawings = draw && { draw: async () => draw(), close: () => Promise.resolve() };
  const zhipu = await startZhipu({
    ...{ apiKeys: ['test-key.secret'], latencyMs: 0, concurrency: 1000 },
    ...(drawings && { drawings }),
  });
  const cloud = await startTestCloud({
    node,
    ...more,
    ...(functionsFolder !== undefined && { functionsFolder }),
    environment: {
      ZHIPU_API_KEY: 'test-key.secret',
      ZHIPU_BASE_URL: zhipu.url,
      ...environment,
    },
  });
  const studio: Studio = {
    cloud,
    zhipu,
    async call(who, name, action, data) {
      // The cast is safe: the frame parses every reply by its contract before it leaves.
      return (await cloud.invoke(name, action, data, who)) as never;
    },
    async member(who, changes = {}) {
      await studio.call(who, 'login', 'wxLogin', {});
      cloud.collection('users').put({ ...studio.user(who), ...changes });
      const membership = membershipOf(userIdOf(who), changes.vipLevel);
      if (membership !== null) cloud.collection('user_subscriptions').put(membership);
      return userIdOf(who);
    },
    user(who) {
      const [user] = cloud.collection('users').rows({ _id: userIdOf(who) });
      if (user === undefined) throw new Error(`${who} has no row.`);
      return user;
    },
    async sweep() {
      cloud.faults([]);
      await cloud.control('PUT', '/local/clock', { offsetMs: 5 * 60_000 });
      return tickNow(cloud);
    },
    async close() {
      await cloud.close();
      await zhipu.close();
    },
  };
  return studio;
}

/**
 * Opens a studio for the tests of a `describe`. Each test starts with alice as the only user, and with the admin root if
 * `hasAdmin`.
 */
export function withStudio(use: (studio: Studio) => void, { hasAdmin = false } = {}): void {
  let studio: Studio;

  beforeAll(async () => {
    studio = await openStudio();
    use(studio);
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.faults([]);
    studio.cloud.cloud.reset({ seed: true });
    await studio.member('alice');
    if (hasAdmin) await studio.member('root', { userType: 'admin' });
  });
}

/** Returns the data of a reply; throws if it is a refusal. */
export function succeeded<Data>(reply: Reply<Data>): Data {
  if (reply.code !== 200) throw new Error(`Refused: ${reply.error} ${reply.message}`);
  return reply.data;
}

/** Returns the refusal of a reply; throws if it is a success. */
export function refused(reply: Reply<unknown>): Failure {
  if (reply.code === 200) throw new Error('Not refused.');
  return reply;
}

/** Rows of works completed today that take the seats 1 to `count`. */
export function worksOfToday(userId: string, openid: string, count: number, now: Date): Document[] {
  const day = businessDay(now);
  return Array.from({ length: count }, (_, index) => ({
    _id: `work_filled_${userId}_${index + 1}`,
    _openid: openid,
    openid,
    userId,
    status: 'completed',
    type: 'text2img',
    title: '早先的作品',
    originalPrompt: '早先的作品',
    imageUrl: 'cloud://filled/picture.png',
    images: ['cloud://filled/picture.png'],
    thumbnailUrl: 'cloud://filled/picture.thumb.jpg',
    isFavorite: false,
    seat: `${userId}:${day}:${index + 1}`,
    day,
    cost: 0,
    refundedCredits: 0,
    createdAt: now,
    updatedAt: now,
    deletedAt: null,
  }));
}
