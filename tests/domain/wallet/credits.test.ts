import {
  adjust,
  charge,
  refund,
  welcome,
} from '../../../cloudfunctions/shared/domain/wallet/credits';
import { parseWork } from '../../../cloudfunctions/shared/data/rows/work';

const work = (id: string, cost = 1) =>
  parseWork({
    _id: id,
    userId: 'user_1',
    title: '猫',
    cost,
    status: 'pending',
    createdAt: new Date(0),
  });

describe('charge', () => {
  it('takes each work in turn, down to nothing', () => {
    expect(charge(2, [work('a'), work('b')])).toMatchObject([
      { id: 'consume:a', amount: -1, before: 2, after: 1, workId: 'a' },
      { id: 'consume:b', amount: -1, before: 1, after: 0, workId: 'b' },
    ]);
  });

  it('takes nothing when there is not enough for all', () => {
    expect(() => charge(1, [work('a'), work('b')])).toThrow('这次需要 2 积分，还差 1 积分');
  });
});

describe('refund', () => {
  it('names its charge and gives back what it took', () => {
    expect(refund(7, work('a'))).toMatchObject({
      id: 'refund:a',
      amount: 1,
      before: 7,
      after: 8,
      workId: 'a',
    });
  });
});

describe('adjust', () => {
  const change = { userId: 'user_1', reason: '补偿', requestId: 'r1', adminId: 'user_2' };

  it('changes by the amount, down to nothing', () => {
    expect(adjust(5, { ...change, amount: -5 })).toMatchObject({
      id: 'adjust:user_1:r1',
      before: 5,
      after: 0,
      adminId: 'user_2',
    });
  });

  it('never leaves less than nothing', () => {
    expect(() => adjust(5, { ...change, amount: -6 })).toThrow('还差 1 积分');
  });
});

describe('welcome', () => {
  it('is a hundred credits, once per user', () => {
    expect(welcome('user_1')).toMatchObject({ id: 'welcome:user_1', amount: 100, after: 100 });
  });
});
