import { failures } from '../../cloudfunctions/shared/contracts/reply';
import type { FailureName } from '../../cloudfunctions/shared/contracts/reply';
import { supportCode, toFailure } from '../../miniprogram/packages/picture/result/failure';
import { inputLine, toSlides, waitingLine } from '../../miniprogram/packages/picture/result/view';
import { emptyDraft } from '../../miniprogram/utils/draft';
import { noChoiceNames } from '../../miniprogram/utils/names';
import { generatedWork } from './support';

const names = {
  characters: [{ id: 'tuanzi', name: '团子' }],
  styles: [{ id: 'picture-book', name: '绘本' }],
  emotions: [{ id: 'warm', name: '温暖' }],
};
const asked = {
  ...emptyDraft,
  prompt: '一只橘猫',
  character: 'tuanzi',
  style: 'picture-book',
  emotion: 'warm',
};
const one = 1;

describe('waitingLine', () => {
  it.each([
    [8, '已用 8 秒 · 通常需要 5–20 秒'],
    [20, '已用 20 秒 · 通常需要 5–20 秒'],
    [21, '已用 21 秒 · 比平时慢一些，仍在绘制'],
    [45, '已用 45 秒 · 比平时慢一些，仍在绘制'],
    [46, '可以先离开，完成后会出现在「作品」里'],
  ])('says after %i seconds: %s', (seconds, line) => {
    expect(waitingLine(seconds)).toBe(line);
  });
});

describe('inputLine', () => {
  it('joins the names of the choices', () => {
    expect(inputLine(asked, names)).toBe('团子 · 绘本 · 温暖 · 3:4 · 标准');
    expect(inputLine(asked, noChoiceNames)).toBe('3:4 · 标准');
  });
});

describe('toFailure', () => {
  it.each(Object.keys(failures) as FailureName[])('has a sentence and an action for %s', (name) => {
    const view = toFailure(name, failures[name].message, one);

    expect(view.title).not.toBe('');
    expect(view.reason).not.toBe('');
    expect(view.money).not.toBe('');
    expect(view.primary).not.toBe('');
  });

  it('gives back what a busy provider cost', () => {
    const view = toFailure('PROVIDER_FAILED', '绘制服务暂时繁忙', 6);

    expect(view).toMatchObject({
      title: '这张没画成',
      reason: '绘制服务暂时繁忙',
      money: '已退回 6 积分，不计入今日次数',
      primary: '重新生成',
      price: '6 积分',
      secondary: '修改描述',
    });
  });

  it('mentions no credits to users who pay none', () => {
    const view = toFailure('PROVIDER_BUSY', '绘制服务暂时繁忙', 0);

    expect(view).toMatchObject({ money: '不计入今日次数', price: '' });
  });

  it('names no amount while the price is not known', () => {
    const view = toFailure('PROVIDER_BUSY', '绘制服务暂时繁忙', null);

    expect(view).toMatchObject({ money: '已扣的积分会退回，不计入今日次数', price: '' });
  });

  it('sends refused content back to the description', () => {
    const view = toFailure('CONTENT_REFUSED', '描述里有不能生成的内容，请换个说法', one);

    expect(view).toMatchObject({
      money: '本次不扣积分，也不计次数',
      primary: '修改描述',
      primaryWay: 'edit',
      secondary: '',
    });
  });

  it('never suggests to draw again first when the outcome is unknown', () => {
    const view = toFailure('OUTCOME_UNKNOWN', '', one);

    expect(view).toMatchObject({
      title: '网络断了，画面可能已经画好',
      primary: '去「作品」看看',
      primaryWay: 'works',
      secondaryWay: 'resend',
    });
  });

  it('sends the same request again when it never left the phone', () => {
    expect(toFailure('OFFLINE', '', one)).toMatchObject({
      reason: '没有网络，描述已保留',
      primaryWay: 'resend',
    });
  });

  it.each([
    ['DAILY_LIMIT_REACHED', '今日次数已用完'],
    ['CREDITS_INSUFFICIENT', '积分不够了'],
  ] as const)('does not offer the same again after %s', (ending, title) => {
    expect(toFailure(ending, '原因', one)).toMatchObject({
      title,
      primary: '返回',
      primaryWay: 'back',
      secondary: '',
    });
  });

  it('does not offer to try again what is not configured', () => {
    const view = toFailure('PROVIDER_NOT_CONFIGURED', '绘制服务维护中，请稍后再来', one);

    expect(view).toMatchObject({ reason: '绘制服务维护中，请稍后再来', primaryWay: 'back' });
  });
});

describe('supportCode', () => {
  it('is the end of the request id in the form A3F9-27', () => {
    expect(supportCode('mb3k2-9za3f927')).toBe('A3F9-27');
  });
});

describe('toSlides', () => {
  it('says where the picture is kept', () => {
    const lines = (['works', 'backup'] as const).map(
      (saved) => toSlides([generatedWork({ saved })], asked, names, 3)[0]?.line,
    );

    expect(lines).toEqual([
      '绘本 · 温暖 · 3:4 · 刚刚 · 已存入作品',
      '绘本 · 温暖 · 3:4 · 刚刚 · 已安全备份，稍后进入作品',
    ]);
  });

  it('shows a picture whose record is still on its way, and promises nothing', () => {
    const work = generatedWork({ status: 'processing', saved: 'backup' });

    expect(toSlides([work], asked, names, 3)).toMatchObject([
      { isFailed: false, line: '绘本 · 温暖 · 3:4 · 刚刚 · 正在保存，稍后进入作品' },
    ]);
  });

  it('does not mention a refund while the picture is being drawn', () => {
    const work = generatedWork({ status: 'processing', imageUrl: '', saved: 'none' });

    expect(toSlides([work], asked, names, 3)).toMatchObject([
      { isFailed: true, failure: { title: '还在绘制', money: '', primaryWay: 'works' } },
    ]);
  });

  it('shows the failed one of two as what it is', () => {
    const failed = generatedWork({
      workId: 'work_2',
      status: 'failed',
      imageUrl: '',
      saved: 'works',
      errorCode: 'PROVIDER_BUSY',
      errorMessage: '绘制服务暂时繁忙',
    });
    const [good, bad] = toSlides([generatedWork(), failed], asked, names, 3);

    expect(good).toMatchObject({ isFailed: false, failure: null });
    expect(bad).toMatchObject({
      isFailed: true,
      line: '绘本 · 温暖 · 3:4 · 刚刚',
      failure: { reason: '绘制服务暂时繁忙', money: '已退回 3 积分，不计入今日次数' },
    });
  });
});
