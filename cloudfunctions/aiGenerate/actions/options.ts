import { defineAction } from '../../shared/action';
import { aiGenerate } from '../../shared/contracts/aiGenerate';
import { costOf } from '../../shared/domain/quota/tier';

const maxExamples = 6;

export const getGenerateOptions = defineAction(aiGenerate.getGenerateOptions, {
  access: 'member',
  async run(_, { clock, options }) {
    const now = clock.now();
    const [choices, templates] = await Promise.all([options.choices(now), options.templates(now)]);
    return {
      ...choices,
      qualities: [
        { id: 'standard' as const, name: '标准' },
        { id: 'hd' as const, name: '高清' },
      ],
      examples: templates.slice(0, maxExamples).map((template) => template.prompt),
      prices: { free: costOf('free'), vip: costOf('vip'), admin: costOf('admin') },
    };
  },
});

export const getTemplates = defineAction(aiGenerate.getTemplates, {
  access: 'member',
  async run(_, { clock, options }) {
    const templates = await options.templates(clock.now());
    const names = new Map(templates.map(({ category, categoryName }) => [category, categoryName]));
    return { categories: Array.from(names, ([id, name]) => ({ id, name })), templates };
  },
});
