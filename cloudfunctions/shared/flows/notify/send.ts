import type { NotifyArea } from '../../data/notify/area';
import type { TemplateSetting } from '../../domain/notify/fields';
import { toFields } from '../../domain/notify/fields';
import { maxMessageAgeMs } from '../../domain/notify/message';
import type { Message, MessageKind, MessageSender, SendAnswer } from '../../domain/notify/message';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import type { Sweep } from '../due/sweep';

export type SendNeeds = {
  clock: Clock;
  log: Log;
  notify: NotifyArea;
  providers: { sendMessage: MessageSender };
  settings: { messages: Readonly<Record<MessageKind, TemplateSetting | null>> };
};

/** Sends messages that are due, and settles those whose sending call died. */
export const sweepMessages: Sweep<SendNeeds> = {
  name: 'messages',
  counts: ['messages'],
  signs: ({ notify }) => [notify.messages.sign()],
  async run(needs, run) {
    const { clock, notify } = needs;
    await run.throughAll(
      'message_outbox',
      (limit) => notify.messages.listDue(clock.now(), limit),
      async (row) => {
        await bringForward(row.read(), needs);
        run.count('messages');
      },
    );
    run.expectAt(await notify.messages.nextDueAt());
  },
};

async function bringForward(message: Message, needs: SendNeeds): Promise<void> {
  const { clock, notify, settings } = needs;
  const { state, dueAt, createdAt } = message;
  const now = clock.now();
  if (dueAt === null || dueAt > now) return;
  const setting = settings.messages[message.template];
  if (state === 'sending') {
    // The call that asked WeChat died: sending again might notify the user twice.
    await notify.messages.settle(message, setting?.templateId ?? '', null);
  } else if (state !== 'waiting') await notify.messages.drop(message, `${state} 还有期限`);
  else if (setting === null) await notify.messages.drop(message, '没有配置模板');
  else if (now.getTime() - createdAt.getTime() > maxMessageAgeMs) {
    await notify.messages.drop(message, '过期');
  } else await send(message, setting, needs);
}

async function send(message: Message, setting: TemplateSetting, needs: SendNeeds): Promise<void> {
  const { log, notify, providers } = needs;
  const { templateId } = setting;
  const claimed = await notify.messages.claim(message, templateId);
  if (claimed?.state !== 'sending') return;
  let answer: SendAnswer | null = null;
  try {
    answer = await providers.sendMessage({
      ...{ openid: message.openid, templateId, page: pageOf(message) },
      fields: toFields(message.words, message.createdAt, setting),
    });
  } catch (error) {
    log.warn('message not answered', { message: message.id, cause: describeError(error) });
  }
  if (answer?.state === 'failed') {
    log.alarm('message refused', { message: message.id, code: answer.code });
  }
  await notify.messages.settle(claimed, templateId, answer);
}

function pageOf({ taskId }: Message): string {
  return taskId === ''
    ? 'pages/create/index'
    : `packages/studio/task/index?taskId=${encodeURIComponent(taskId)}`;
}
