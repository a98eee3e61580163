import { defineAction } from '../shared/action';
import { photography } from '../shared/contracts/photography';
import { drawModelLook } from '../shared/domain/studio/model-look';
import { AppError } from '../shared/error';
import { composePrompt } from '../shared/flows/prompts/compose';
import { readDetails } from '../shared/flows/tasks/detail';
import { requireOwnTask } from '../shared/flows/tasks/own';
import { orderHash, submitTask } from '../shared/flows/tasks/submit';
import { requireCleanText } from '../shared/flows/text-check';
import { toTaskDetail, toTaskView } from '../shared/views';

export const generate = defineAction(photography.generate, {
  access: 'member',
  async run({ requestId, expectedCost, count, note = '', ...order }, context) {
    const { garmentAssetId, model, sceneId, size } = order;
    const scene = await context.scenes.find(sceneId);
    if (scene?.status !== 'published') throw unknownOption('sceneId');
    const { sizes } = await context.options.choices(context.clock.now());
    if (!sizes.some(({ id }) => id === size)) throw unknownOption('size');
    if (note !== '') await requireCleanText(note, 'social', context);
    const modelLook = drawModelLook(model, () => context.clock.random());
    const options = { model, modelLook, ...(note === '' ? {} : { note }) };
    const prompt = await composePrompt({ kind: 'photography', scene, options }, context);
    const inputs = {
      ...{ type: 'photography' as const, garmentAssetId, sceneId, model, size, note },
      ...{ prompt: prompt.text, templateId: prompt.templateId, templateVersion: prompt.version },
    };
    const task = await submitTask(
      {
        ...{ requestId, expectedCost, type: 'photography', title: scene.name, size },
        // Hash of the request itself: the scene's own prompt may change between two attempts of one tap.
        requestHash: orderHash({ ...order, count, note, expectedCost }),
        inputs: Array.from({ length: count }, () => inputs),
      },
      context,
    );
    return { task: toTaskView(task) };
  },
});

export const getProgress = defineAction(photography.getProgress, {
  access: 'member',
  async run({ taskId }, context) {
    const task = await requireOwnTask(taskId, context.caller.userId, context);
    return { task: await toTaskDetail(await readDetails(task, context), context) };
  },
});

function unknownOption(field: string): AppError<'INVALID_INPUT'> {
  return new AppError('INVALID_INPUT', { details: { field, problem: '没有这个选项' } });
}
