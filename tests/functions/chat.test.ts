import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('chat', () => {
  let studio: Studio;
  const send = (
    text: string,
    more: { messageId?: string; sessionId?: string } = {},
    who = 'alice',
  ) => studio.call(who, 'chat', 'send', { messageId: 'm1', text, ...more });

  beforeAll(async () => {
    studio = await openStudio();
  });
  afterAll(() => studio.close());
  beforeEach(async () => {
    studio.cloud.cloud.reset({ seed: true });
    studio.cloud.faults([]);
    await studio.member('alice');
  });

  it('answers, and takes the price', async () => {
    const reply = succeeded(await send('雨中的橘猫'));
    const { messages } = succeeded(
      await studio.call('alice', 'chat', 'listMessages', { sessionId: reply.sessionId }),
    );
    expect(messages.map(({ id }) => id)).toEqual([reply.answer.id, reply.question.id]);
    expect(reply.quota).toMatchObject({ used: 1, limit: 100, held: 0, remaining: 99 });
  });
});
