import { defineAction } from '../../shared/action';
import type { Context } from '../../shared/context';
import { admin } from '../../shared/contracts/admin';
import type { Preview as PreviewView } from '../../shared/contracts/admin';
import type { Preview } from '../../shared/domain/studio/preview';
import { hashOf, previewDraft as preview } from '../../shared/flows/providers/preview';
import { openPrivate } from '../../shared/views';

export const previewDraft = defineAction(admin.previewDraft, {
  access: 'admin',
  async run({ requestId, ...draft }, context) {
    const { userId: adminId } = context.caller;
    const input = { texts: hashOf(JSON.stringify([draft.sceneText, draft.templateText])) };
    const request = { action: 'previewDraft', adminId, requestId, target: draft.target, input };
    return { preview: await toView(await preview(draft, request, context), context) };
  },
});

export const getPreview = defineAction(admin.getPreview, {
  access: 'support',
  async run({ target }, context) {
    const standing = await context.previews.find(target);
    return { preview: standing === null ? null : await toView(standing, context) };
  },
});

async function toView(
  { target, model, state, startedAt, endedAt, costFen, fileId, problem }: Preview,
  needs: Pick<Context, 'files' | 'log'>,
): Promise<PreviewView> {
  const imageUrl = fileId === '' ? '' : (await openPrivate([fileId], needs))(fileId);
  return {
    ...{ target, model, state, costFen, startedAt: startedAt.toISOString() },
    ...(endedAt === undefined ? {} : { endedAt: endedAt.toISOString() }),
    ...(imageUrl === '' ? {} : { imageUrl }),
    ...(problem === '' ? {} : { problem }),
  };
}
