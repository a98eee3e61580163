import { businessDay } from '../../cloudfunctions/shared/domain/time/business-day';
import { eventually } from '../support/eventually';
import { openWorkshop } from '../support/workshop';
import type { Phone, Workshop } from '../support/workshop';

describe('generating a picture', () => {
  let workshop: Workshop;

  beforeAll(async () => {
    workshop = await openWorkshop();
  });
  afterEach(() => workshop.clear());
  afterAll(() => workshop.close());

  it('shows at the daily limit when it resets, and charges nothing', async () => {
    const userId = await workshop.member('alice');
    await fillDay(userId, 50);
    const phone = await openCreate('alice', '0 次');
    await phone.picture('limit-1-create');

    await generate(phone, '雨中的橘猫');
    await phone.text(/今日生成次数已达上限（50次）/).waitFor();
    await phone.picture('limit-2-dialog');

    await phone.text('明天再来').click();
    expect(await workshop.rows('works')).toHaveLength(50);
    expect(await workshop.rows('users')).toMatchObject([{ credits: 100 }]);
  });

  it('leads to the description when it is missing, and keeps a long one in its field', async () => {
    await workshop.member('alice');
    const phone = await openCreate('alice');
    const field = phone.page.locator('textarea').first();

    await phone.button(/^生成.*先写下描述$/).click();
    await eventually(async () => {
      expect(await field.evaluate((element) => document.activeElement === element)).toBe(true);
    });
    await field.fill('一只橘猫坐在黄昏的窗台上看着远山。'.repeat(28));
    await phone.button(/生成/).waitFor();
    const tools = await phone.button(/^灵感/).boundingBox();
    const text = await field.boundingBox();

    expect((text?.y ?? 0) + (text?.height ?? Infinity)).toBeLessThanOrEqual(tools?.y ?? 0);
    expect(
      await field.evaluate(({ scrollHeight, clientHeight }) => scrollHeight > clientHeight),
    ).toBe(true);
    await phone.picture('create-long');
  });

  it('shows how many credits are missing, and keeps the prompt', async () => {
    await workshop.member('alice', { credits: 0 });
    const phone = await openCreate('alice', '0 积分');

    await generate(phone, '雨中的橘猫');
    await phone.text('积分不够了').waitFor();
    await phone.picture('credits-dialog');

    await phone.text('先不画了').click();
    await eventually(async () => {
      expect(await phone.page.locator('textarea').first().inputValue()).toBe('雨中的橘猫');
    });
    expect(await workshop.rows('works')).toEqual([]);
  });

  it('returns a refused prompt for editing, with the credit refunded', async () => {
    const phone = await openCreate('alice');

    await generate(phone, '一段色情的描述');
    await phone.text('描述里有不能生成的内容，请换个说法').waitFor();
    await phone.picture('refused');
    await phone.text('修改描述').click();

    await phone.button('画面描述').waitFor();
    await eventually(async () => {
      expect(await phone.page.locator('textarea').first().inputValue()).toBe('一段色情的描述');
    });
    expect(await workshop.rows('users')).toMatchObject([{ credits: 100, generateCount: 0 }]);
    expect(await workshop.rows('works')).toMatchObject([
      { status: 'failed', errorCode: 'CONTENT_REFUSED' },
    ]);
  });

  it('refunds the credit while the provider is down, and succeeds when it is up again', async () => {
    const phone = await openCreate('alice');
    await workshop.faults([
      { service: 'http', fault: 'reply', status: 502, body: '<html>502</html>' },
    ]);

    await generate(phone, '雨中的橘猫');
    await phone.text('这张没画成').waitFor();
    await phone.picture('provider-down');
    await eventually(async () => {
      expect(await phone.text('已退回 1 积分，不计入今日次数').isVisible()).toBe(true);
    });
    expect(await workshop.rows('users')).toMatchObject([{ credits: 100, generateCount: 0 }]);

    await workshop.faults([]);
    await phone.text('重新生成').click();
    await phone.text('已存入作品').waitFor();

    expect(await workshop.rows('users')).toMatchObject([{ credits: 99, generateCount: 1 }]);
  });

  it('creates one picture on a double tap', async () => {
    const phone = await openCreate('alice');
    await phone.type('雨中的橘猫');

    await phone.button(/^生成/).dblclick();
    await phone.text('已存入作品').waitFor();

    expect(await workshop.rows('works')).toHaveLength(1);
    expect(await workshop.rows('users')).toMatchObject([{ credits: 99 }]);
  });

  it('creates two pictures to choose between', async () => {
    const phone = await openCreate('alice');
    await chooseDouble(phone);
    await generate(phone, '雨中的橘猫');
    const [first, second] = [1, 2].map((place) =>
      phone.page.getByRole('radio', { name: `第 ${place} 张，雨中的橘猫，AI 生成` }),
    );
    await phone.text('已选第 1 张').waitFor();
    await phone.picture('double-1');

    await second?.click();
    await phone.text('已选第 2 张').waitFor();
    expect(await first?.getAttribute('aria-checked')).toBe('false');
    expect(await second?.getAttribute('aria-checked')).toBe('true');
    await phone.button('收藏 雨中的橘猫').click();
    // The heart is filled immediately; the toast waits for the cloud.
    await phone.page.getByRole('status').getByText('已收藏').waitFor();

    const works = await workshop.rows('works');
    expect(works.map(({ status }) => status)).toEqual(['completed', 'completed']);
    expect(works.filter(({ isFavorite }) => isFavorite === true)).toHaveLength(1);
    expect(await workshop.rows('users')).toMatchObject([{ credits: 98, generateCount: 2 }]);
  });

  it('keeps one of two pictures when the other fails, and refunds its credit', async () => {
    const phone = await openCreate('alice');
    await chooseDouble(phone);
    await generate(phone, '雨中的橘猫[stub:1301x1]');
    await phone.text('已存入作品').waitFor();
    await phone.picture('double-2-good');
    await phone.text('这张没画成').waitFor();
    await phone.text('已退回 1 积分，不计入今日次数').waitFor();
    await phone.picture('double-3-failed');

    expect(await workshop.rows('users')).toMatchObject([{ credits: 99, generateCount: 1 }]);
    const works = await workshop.rows('works');
    expect(works.map(({ status }) => status).sort()).toEqual(['completed', 'failed']);
  });

  it('shows the picture in the list of works after a reload in the middle', async () => {
    const phone = await openCreate('alice');
    await generate(phone, '雨中的橘猫[stub:slow=3000]');
    await phone.text('正在绘制').waitFor();

    await phone.page.goto(`${workshop.url}/app.html?user=alice&page=pages/works/index`);
    await phone.text('正在绘制').waitFor();
    await phone.picture('reload-1-running');
    await phone.button(/雨中的橘猫.*AI 生成/).waitFor();
    await phone.picture('reload-2-done');

    expect(await workshop.rows('works')).toMatchObject([{ status: 'completed' }]);
    expect(await workshop.rows('users')).toMatchObject([{ credits: 99, generateCount: 1 }]);
  });

  async function openCreate(who: string, known: string | RegExp = '100 积分'): Promise<Phone> {
    const phone = await workshop.phone(who);
    await phone.text(known).waitFor();
    return phone;
  }

  async function generate(phone: Phone, prompt: string): Promise<void> {
    await phone.type(prompt);
    await phone.button(/^生成/).click();
  }

  async function chooseDouble(phone: Phone): Promise<void> {
    await phone.button(/^展开选项/).click();
    await phone.text('双张').click();
    await phone.button(/^收起选项/).click();
  }

  async function fillDay(userId: string, count: number): Promise<void> {
    const now = new Date();
    const day = businessDay(now);
    const date = { $date: now.toISOString() };
    await workshop.put(
      'works',
      ...Array.from({ length: count }, (_, index) => ({
        _id: `work_filled_${index + 1}`,
        _openid: 'alice',
        openid: 'alice',
        userId,
        type: 'text2img',
        mode: 'single',
        title: '早先的作品',
        status: 'completed',
        isFavorite: false,
        imageUrl: '',
        seat: `${userId}:${day}:${index + 1}`,
        day,
        cost: 0,
        refundedCredits: 0,
        createdAt: date,
        updatedAt: date,
        deletedAt: null,
      })),
    );
  }
});
