import { defineAction } from '../shared/action';
import { workManage } from '../shared/contracts/workManage';
import { endShare } from '../shared/flows/sharing/end';
import { shareWork as openShare } from '../shared/flows/sharing/share';
import { viewSharedWork } from '../shared/flows/sharing/view';
import { requireOwn } from './own';

export const shareWork = defineAction(workManage.shareWork, {
  access: 'member',
  async run({ workId, withPrompt }, context) {
    const share = await openShare(await requireOwn(workId, context), withPrompt, context);
    return { workId, token: share.token, withPrompt: share.withPrompt };
  },
});

export const unshareWork = defineAction(workManage.unshareWork, {
  access: 'member',
  async run({ workId }, context) {
    await requireOwn(workId, context);
    await endShare(workId, context);
    return { workId };
  },
});

export const getSharedWork = defineAction(workManage.getSharedWork, {
  // Public: the token is the proof.
  access: 'service',
  run: ({ token }, context) => viewSharedWork(token, context),
});
