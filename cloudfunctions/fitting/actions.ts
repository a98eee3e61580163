import { defineAction } from '../shared/action';
import { fitting } from '../shared/contracts/fitting';
import { readDetails } from '../shared/flows/tasks/detail';
import { requireOwnTask } from '../shared/flows/tasks/own';
import { orderHash, submitTask } from '../shared/flows/tasks/submit';
import { toTaskDetail, toTaskView } from '../shared/views';

export const generate = defineAction(fitting.generate, {
  access: 'member',
  async run({ requestId, expectedCost, personAssetId, garments }, context) {
    const inputs = { type: 'fitting' as const, personAssetId, garments };
    const task = await submitTask(
      {
        ...{ requestId, expectedCost, requestHash: orderHash({ ...inputs, expectedCost }) },
        ...{ type: 'fitting', title: '虚拟试衣', inputs: [inputs], size: '' },
      },
      context,
    );
    return { task: toTaskView(task) };
  },
});

export const getProgress = defineAction(fitting.getProgress, {
  access: 'member',
  async run({ taskId }, context) {
    const task = await requireOwnTask(taskId, context.caller.userId, context);
    return { task: await toTaskDetail(await readDetails(task, context), context) };
  },
});
