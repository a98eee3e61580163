import { toCard, toEmpty, mergeFirstPage } from '../../miniprogram/pages/works/view';
import {
  toDetail,
  toDraft,
  toMissing,
  toUnfinished,
} from '../../miniprogram/packages/picture/detail/view';
import { someWork } from './support';

const now = Date.parse('2026-11-21T07:07:00.000Z');
const names = {
  characters: [{ id: 'tuanzi', name: '团子' }],
  styles: [{ id: 'picture-book', name: '绘本' }],
  emotions: [{ id: 'warm', name: '温暖' }],
};

describe('toCard', () => {
  it('shows a finished work with its day, time and style', () => {
    expect(toCard(someWork(), names, now)).toMatchObject({
      kind: 'picture',
      line: '15:02 · 绘本',
      label: '窗台上的橘猫，15:02 · 绘本，AI 生成',
      heightPercent: 133.33,
    });
  });

  it('prefers the thumbnail', () => {
    const thumbnailUrl = 'cloud://works/1.thumb.jpg';

    expect(toCard(someWork(), names, now).picture).toBe('cloud://works/1.png');
    expect(toCard(someWork({ thumbnailUrl }), names, now).picture).toBe(thumbnailUrl);
  });

  it.each(['pending', 'processing'] as const)('shows the time of a %s work', (status) => {
    const work = someWork({ status, createdAt: '2026-11-21T07:06:52.000Z' });

    expect(toCard(work, names, now)).toMatchObject({
      kind: 'waiting',
      line: '刚刚提交',
    });
  });

  it('says whether the credits of a failed work were refunded', () => {
    const work = someWork({
      status: 'failed',
      errorCode: 'PROVIDER_BUSY',
      errorMessage: '绘制服务暂时繁忙',
      refundedCredits: 1,
    });

    expect(toCard(work, names, now)).toMatchObject({
      kind: 'failed',
      line: '绘制服务暂时繁忙。已退回 1 积分，不计次数',
      action: '重新生成',
    });
  });

  it('mentions no refund when nothing was paid', () => {
    const work = someWork({ status: 'failed', refundedCredits: 0 });

    expect(toCard(work, names, now).line).toBe('绘制服务暂时繁忙。不计次数');
  });

  it('offers to change what was refused', () => {
    const work = someWork({ status: 'failed', errorCode: 'CONTENT_REFUSED' });

    expect(toCard(work, names, now).action).toBe('修改描述');
  });
});

describe('mergeFirstPage', () => {
  const at = (workId: string, minute: number, more = {}) =>
    someWork({ workId, createdAt: `2026-11-21T07:0${minute}:00.000Z`, ...more });

  it('puts new works on top and keeps older pages', () => {
    const merged = mergeFirstPage([at('b', 2), at('a', 1)], [at('c', 3), at('b', 2)]);

    expect(merged.map(({ workId }) => workId)).toEqual(['c', 'b', 'a']);
  });

  it('drops what was deleted elsewhere from page one', () => {
    const merged = mergeFirstPage([at('c', 3), at('b', 2), at('a', 1)], [at('c', 3), at('a', 1)]);

    expect(merged.map(({ workId }) => workId)).toEqual(['c', 'a']);
  });

  it('replaces a running work by its end', () => {
    const merged = mergeFirstPage([at('a', 1, { status: 'processing' })], [at('a', 1)]);

    expect(merged).toEqual([at('a', 1)]);
  });
});

describe('toEmpty', () => {
  it('leads to 创作 only when that fills the tab', () => {
    expect(toEmpty('all', '')).toEqual({
      title: '还没有作品',
      line: '写一句话，几秒后就有第一张',
      action: '去创作',
    });
    expect(toEmpty('favorite', '')).toEqual({
      title: '还没有收藏',
      line: '在作品上点爱心，就会出现在这里',
      action: '',
    });
  });
});

describe('toDetail', () => {
  it('names the choices, without those not made', () => {
    const { facts, time, type } = toDetail(someWork({ quality: 'hd' }), names);

    expect(time).toBe('2026年11月21日 15:02');
    expect(type).toBe('文生图');
    expect(facts).toEqual([
      { name: '风格', value: '绘本' },
      { name: '尺寸', value: '3:4' },
      { name: '画质', value: '高清' },
    ]);
  });

  it('shows a character only when one was chosen', () => {
    const { facts } = toDetail(someWork({ character: 'tuanzi' }), names);

    expect(facts[0]).toEqual({ name: '角色', value: '团子' });
  });
});

describe('toDraft of a work', () => {
  it('takes everything but the number of pictures', () => {
    expect(toDraft(someWork({ emotion: 'warm' }))).toEqual({
      prompt: '黄昏的窗台上，一只橘猫',
      character: '',
      style: 'picture-book',
      emotion: 'warm',
      size: '864x1152',
      quality: 'standard',
    });
  });
});

describe('toMissing', () => {
  it('leads away from a missing work, and retries a failed read', () => {
    expect(toMissing('NOT_FOUND', '没有这张作品')).toMatchObject({
      title: '这张作品不在了',
      way: 'works',
    });
    expect(toMissing('OFFLINE', '没有网络，请稍后再试')).toEqual({
      title: '没有加载出来',
      reason: '没有网络，请稍后再试',
      primary: '重试',
      way: 'retry',
    });
  });
});

describe('toUnfinished', () => {
  it('gives the reason of the cloud and leads to the description', () => {
    const work = someWork({ status: 'failed', errorMessage: '画面内容未通过审核，请调整描述' });

    expect(toUnfinished(work)).toMatchObject({
      title: '这张没画成',
      reason: '画面内容未通过审核，请调整描述',
      way: 'edit',
    });
  });
});
