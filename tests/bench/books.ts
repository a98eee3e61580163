import { createHash } from 'node:crypto';
import type { BenchCloud } from './bench';
import type { Document } from './client';

export const worksPerUser = 10;
const batch = 5000;

/** Creates free users with consistent books: welcome credits and ten works each, one of them failed and refunded. */
export async function fillBooks(cloud: BenchCloud, users: number): Promise<void> {
  const rows = { users: [], works: [], credit_logs: [] } as Record<string, Document[]>;
  const flush = async (least: number): Promise<void> => {
    for (const [name, docs] of Object.entries(rows)) {
      if (docs.length > least) await cloud.put(name, docs.splice(0));
    }
  };
  for (let user = 0; user < users; user += 1) {
    addPerson(rows, user);
    await flush(batch);
  }
  await flush(0);
}

function addPerson(rows: Record<string, Document[]>, user: number): void {
  const name = user.toString(16).padStart(24, '0');
  const userId = `user_${name}`;
  let credits = 0;
  const log = (id: string, kind: string, amount: number, workId?: string): void => {
    const before = credits;
    credits += amount;
    const createdAt = moment(1000 * (user * 20 + (rows['credit_logs']?.length ?? 0)));
    const entry = { userId, kind, amount, before, after: credits, title: '', createdAt };
    rows['credit_logs']?.push({ _id: id, ...entry, ...(workId === undefined ? {} : { workId }) });
  };
  log(`welcome:${userId}`, 'welcome', 100);
  for (let n = 1; n <= worksPerUser; n += 1) {
    const id = workId(user, n);
    const isFailed = n === worksPerUser;
    rows['works']?.push(workOf(id, userId, n, isFailed));
    log(`consume:${id}`, 'consume', -1, id);
    if (isFailed) log(`refund:${id}`, 'refund', 1, id);
  }
  rows['users']?.push({
    ...{ _id: userId, openid: name, nickname: '小满', userType: 'wechat', vipLevel: 0 },
    ...{ credits, generateCount: worksPerUser - 1, inviteCode: 'ABCDEFGH' },
    ...{ createdAt: moment(0), updatedAt: moment(0) },
  });
}

function workOf(id: string, userId: string, n: number, isFailed: boolean): Document {
  const imageUrl = isFailed ? '' : `cloud://bench/works/${userId}/${id}.png`;
  return {
    ...{ _id: id, id, userId, openid: userId, _openid: userId, requestId: `request-${n}` },
    ...{ type: 'text2img', mode: 'single', title: '雨中的橘猫', originalPrompt: '雨中的橘猫' },
    ...{
      prompt: '雨中的橘猫',
      enhancedPrompt: '雨中的橘猫，水彩',
      size: '1024x1024',
      quality: 'hd',
    },
    ...{ provider: 'zhipu', imageUrl, images: isFailed ? [] : [imageUrl], thumbnailUrl: imageUrl },
    ...{ isFavorite: false, status: isFailed ? 'failed' : 'completed' },
    ...{ seat: isFailed ? `released:${id}` : `${userId}:20260105:${n}`, day: '20260105' },
    ...{ cost: 1, refundedCredits: isFailed ? 1 : 0, deletedAt: null },
    ...{ createdAt: moment(0), updatedAt: moment(9000), completedAt: moment(9000) },
  };
}

/** A hash, like the product's ids. */
export const workId = (user: number, n: number): string =>
  `work_${createHash('sha256').update(`${user}:${n}`).digest('hex').slice(0, 24)}`;
const moment = (offsetMs: number) => ({
  $date: new Date(Date.UTC(2026, 0, 5, 4) + offsetMs).toISOString(),
});
