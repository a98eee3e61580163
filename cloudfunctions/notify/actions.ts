import { defineAction } from '../shared/action';
import type { Context } from '../shared/context';
import { notify } from '../shared/contracts/notify';
import type { Consent as ConsentView } from '../shared/contracts/notify';
import { auditIdOf } from '../shared/domain/ids';
import { messageKinds } from '../shared/domain/notify/message';
import { AppError } from '../shared/error';

type ConsentNeeds = Pick<Context, 'caller' | 'notify' | 'settings'>;

export const recordConsent = defineAction(notify.recordConsent, {
  access: 'member',
  async run({ requestId, results }, context) {
    const { caller, users } = context;
    if ((await users.find(caller.userId)) === null) throw new AppError('SIGN_IN_REQUIRED');
    const known = ownTemplates(context).map(({ templateId }) => templateId);
    const ours = Object.entries(results).filter(([templateId]) => known.includes(templateId));
    await context.notify.consents.record(caller.userId, requestId, new Map(ours));
    return { consents: await listConsents(context) };
  },
});

export const getConsents = defineAction(notify.getConsents, {
  access: 'member',
  run: async (_, context) => ({ consents: await listConsents(context) }),
});

export const sendMessage = defineAction(notify.sendMessage, {
  access: 'admin',
  async run({ userId, template, data, requestId }, context) {
    const { caller, clock } = context;
    const openid = await context.notify.findOpenid(userId);
    if (openid === null) throw new AppError('NOT_FOUND');
    const request = {
      ...{ action: 'sendMessage', adminId: caller.userId, requestId, target: userId },
      input: { template, ...data },
    };
    const now = clock.now();
    const id = `admin:${auditIdOf('sendMessage', caller.userId, requestId)}`;
    const message = { id, userId, openid, taskId: '', template, words: data };
    await context.notify.messages.queueAudited({ ...message, createdAt: now, dueAt: now }, request);
    const standing = await context.notify.messages.find(id);
    if (standing === null) throw new Error(`The message ${id} is missing.`);
    return { messageId: id, state: standing.state };
  },
});

/** The kinds of messages that this environment has a template for. */
function ownTemplates({ settings }: Pick<Context, 'settings'>) {
  return messageKinds.flatMap((template) => {
    const setting = settings.messages[template];
    return setting === null ? [] : [{ template, templateId: setting.templateId }];
  });
}

async function listConsents(context: ConsentNeeds): Promise<ConsentView[]> {
  const templates = ownTemplates(context);
  const consents = await context.notify.consents.list(
    context.caller.userId,
    templates.map(({ templateId }) => templateId),
  );
  return templates.map(({ template, templateId }) => ({
    ...{ template, templateId },
    balance: consents.find((consent) => consent.templateId === templateId)?.balance ?? 0,
  }));
}
