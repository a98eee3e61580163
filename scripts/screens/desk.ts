import type { Workshop } from '../../tests/support/workshop';

const hourMs = 3_600_000;

/** Fills the console with a day of works, two dead jobs, a credited order and a parked one. */
export async function fillDesk(workshop: Workshop): Promise<void> {
  const now = Date.now();
  const owner = await workshop.member('luna', { nickname: '小满' });
  const works = Array.from({ length: 24 }, (_, hour) =>
    Array.from({ length: [9, 10, 8, 3, 1, 0][hour % 6] ?? 1 }, (__, n) => ({
      ...toWork(owner, `desk_${hour}_${n}`, new Date(now - hour * hourMs - n * 60_000)),
      ...(hour === 7 && n < 3 ? { status: 'failed', errorCode: 'PROVIDER_FAILED' } : {}),
    })),
  ).flat();
  await workshop.put('works', ...works);
  await workshop.put(
    'task_jobs',
    ...['dead_1', 'dead_2'].map((id, index) =>
      toDeadJob(owner, id, new Date(now - (index + 1) * hourMs)),
    ),
  );
  await workshop.put('orders', ...toOrders(owner, now));
}

function toWork(userId: string, id: string, createdAt: Date) {
  return {
    ...{
      _id: `work_${id}`,
      _openid: 'luna',
      openid: 'luna',
      userId,
      type: 'text2img',
      status: 'completed',
    },
    ...{
      title: '橘猫',
      originalPrompt: '橘猫',
      prompt: '橘猫',
      imageUrl: 'cloud://x/y.png',
      images: [],
    },
    ...{
      thumbnailUrl: '',
      seat: `desk:${id}`,
      day: '',
      cost: 1,
      refundedCredits: 0,
      isFavorite: false,
    },
    ...{ createdAt, updatedAt: createdAt, startedAt: createdAt, deletedAt: createdAt },
    completedAt: new Date(createdAt.getTime() + 5_000 + (id.length % 7) * 900),
  };
}

function toDeadJob(userId: string, id: string, diedAt: Date) {
  const createdAt = new Date(diedAt.getTime() - 7 * 60_000);
  return {
    ...{
      _id: `work_${id}`,
      taskId: `task_${id}`,
      userId,
      openid: 'luna',
      type: 'photography',
      state: 'dead',
    },
    inputs: {
      ...{
        type: 'photography',
        garmentAssetId: 'asset_x',
        sceneId: 'street-old-lane',
        model: 'female',
      },
      ...{ size: '864x1152', note: '', prompt: '老城小巷' },
    },
    ...{
      dueAt: null,
      turn: createdAt,
      leaseToken: 4,
      leaseUntil: null,
      attempts: 3,
      lostLeases: 0,
    },
    ...{ errorCode: 'PROVIDER_TIMEOUT', lastError: 'no answer within 600 s', discardedAt: null },
    ...{ createdAt, updatedAt: diedAt, endedAt: diedAt },
  };
}

function toOrders(userId: string, now: number) {
  const bought = {
    ...{ packageId: 'credits_60', kind: 'credits', name: '60 积分', priceFen: 600, credits: 60 },
    ...{ bonusCredits: 0, planId: null, days: null, version: 1 },
  };
  return ['credited', 'needs_review'].map((status, index) => {
    const at = new Date(now - (index + 1) * 20 * 60_000);
    const isParked = status === 'needs_review';
    return {
      ...{
        _id: `Pdesk000000${index}`,
        _openid: 'luna',
        userId,
        package: bought,
        channel: 'virtual',
      },
      ...{
        env: 'sandbox',
        platform: 'android',
        status,
        wxOrderId: `4200000${index}`,
        orderFee: 600,
      },
      ...{
        paidFee: 600,
        couponFee: 0,
        paidAt: at,
        refundedFen: 0,
        returnedCredits: 0,
        returnedDays: 0,
      },
      ...{
        shortfallCredits: 0,
        isDelivered: !isParked,
        queriedAt: at,
        createdAt: at,
        updatedAt: at,
      },
      ...(isParked ? { review: 'amount' } : { creditedAt: at }),
      ...{ nextQueryAt: null, version: 3 },
    };
  });
}
