import { chatViolations, createChat } from '../support/chat';
import type { Chat } from '../support/chat';
import { openStudio, refused, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

const times = (count: number) => Array.from({ length: count }, (_, index) => index);

describe('AP of many questions at a time', () => {
  let studio: Studio;
  let chat: Chat;

  beforeAll(async () => {
    studio = await openStudio();
    chat = createChat(studio);
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await chat.clock({ offsetMs: 0 });
    await studio.member('alice');
  });
  afterEach(() => {
    const broken = chatViolations(chat);
    if (broken.length > 0) throw new Error(broken.join('\n'));
  });

  async function sendAll(count: number): Promise<Record<string, number>> {
    const found: Record<string, number> = {};
    const replies = await Promise.all(
      times(count).map((index) => chat.send({ messageId: `m${index}` })),
    );
    for (const reply of replies) {
      const name = reply.code === 200 ? 'answered' : reply.error;
      found[name] = (found[name] ?? 0) + 1;
    }
    return found;
  }

  it('answers exactly five of a hundred questions when five AP are left', async () => {
    const userId = chat.account({ monthlyUsed: 95, totalUsed: 0 });

    expect(await sendAll(100)).toEqual({ answered: 5, QUOTA_EXCEEDED: 95 });

    expect(chat.quotas({ _id: userId })).toMatchObject([
      { monthlyUsed: 100, holds: [], totalUsed: 5 },
    ]);
    expect(chat.logs()).toHaveLength(5);
    expect(chat.rows()).toHaveLength(10);
    expect(chat.sessions()).toHaveLength(5);
    expect(refused(await chat.send({ messageId: 'late' }))).toMatchObject({ code: 429 });
  });

  it('begins a month once, whoever comes first', async () => {
    const userId = chat.account({
      monthlyUsed: 77,
      quotaResetAt: new Date('2020-12-31T16:00:00Z'),
    });

    expect(await sendAll(50)).toEqual({ answered: 50 });

    expect(chat.quotas({ _id: userId })).toMatchObject([
      { monthlyUsed: 50, totalUsed: 50, holds: [] },
    ]);
    expect(succeeded(await chat.quota())).toMatchObject({ used: 50, remaining: 50 });
  });
});
