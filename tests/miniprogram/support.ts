import type { GeneratedWork, Prices } from '../../cloudfunctions/shared/contracts/aiGenerate';
import type { Plan } from '../../cloudfunctions/shared/contracts/quota';
import type { TextToImageWork } from '../../cloudfunctions/shared/contracts/values';

export function someWork(more: Partial<TextToImageWork> = {}): TextToImageWork {
  return {
    workId: 'work_1',
    type: 'text2img',
    mode: 'single',
    title: '窗台上的橘猫',
    prompt: '黄昏的窗台上，一只橘猫',
    enhancedPrompt: '',
    character: '',
    style: 'picture-book',
    emotion: '',
    size: '864x1152',
    quality: 'standard',
    status: 'completed',
    imageUrl: 'cloud://works/1.png',
    isFavorite: false,
    cost: 1,
    refundedCredits: 0,
    createdAt: '2026-11-21T07:02:00.000Z',
    ...more,
  };
}

export function generatedWork(more: Partial<GeneratedWork> = {}): GeneratedWork {
  return {
    workId: 'work_1',
    status: 'completed',
    imageUrl: 'cloud://works/1.png',
    title: '窗台上的橘猫',
    prompt: '黄昏的窗台上，一只橘猫',
    enhancedPrompt: '',
    size: '864x1152',
    saved: 'works',
    ...more,
  };
}

/** Invented prices, which the code cannot know by itself. */
export const somePrices: Prices = { free: 3, vip: 0, admin: 0 };

const names = { free: '免费版', basic: '基础版', plus: '进阶版', pro: '专业版' };

/** A reply of `quota.listPlans` with invented figures. */
export function somePlans({ images = 240 } = {}): Plan[] {
  return (['free', 'basic', 'plus', 'pro'] as const).map((level, place) => ({
    planId: level,
    name: names[level],
    level,
    priceFen: place * 1950,
    days: place === 0 ? 0 : 30,
    limits: {
      image_daily: place === 0 ? 60 : images,
      studio_daily: [6, 11, 33, 110][place] ?? 0,
      chat_ap_monthly: [110, 330, 1100, 3300][place] ?? 0,
      storage_bytes: place === 0 ? 100 * 1024 ** 2 : place * 4 * 1024 ** 3,
    },
  }));
}
