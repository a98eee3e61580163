import { openStudio, succeeded } from '../support/studio';
import type { Studio } from '../support/studio';

describe('generate', () => {
  let studio: Studio;
  beforeAll(async () => {
    studio = await openStudio();
    await studio.member('alice');
  });
  afterAll(() => studio.close());

  it('waits for a picture whose file comes after its address, and draws it once', async () => {
    const prompt = '雨中的橘猫 [stub:late-404=1]';
    const reply = succeeded(
      await studio.call('alice', 'aiGenerate', 'generate', { requestId: 'r1', prompt }),
    );

    expect(reply.works).toMatchObject([{ status: 'completed', saved: 'works' }]);
    expect(studio.zhipu.requests()).toHaveLength(1);
    expect(studio.user('alice')).toMatchObject({ credits: 99, generateCount: 1 });
  });
});
