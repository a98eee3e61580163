import type { GeneratedWork } from '../../cloudfunctions/shared/contracts/aiGenerate';
import type { Work } from '../../cloudfunctions/shared/contracts/values';

export function someWork(more: Partial<Work> = {}): Work {
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
