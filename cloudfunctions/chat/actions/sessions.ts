import { defineAction } from '../../shared/action';
import { chat } from '../../shared/contracts/chat';
import { AppError } from '../../shared/error';
import { endAbandoned } from '../../shared/flows/chat/abandoned';
import { requireCleanText } from '../../shared/flows/text-check';
import { startOf } from '../../shared/paging';
import { requireChat } from '../feature';
import { toMessageView, toSessionView } from '../views';

export const listSessions = defineAction(chat.listSessions, {
  access: 'member',
  async run({ cursor, pageSize }, context) {
    const { caller } = context;
    const { sessions } = context.chat;
    const [{ rows, nextCursor }] = await Promise.all([
      sessions.list(caller.userId, startOf(cursor), pageSize),
      requireChat(context),
    ]);
    return { sessions: rows.map(toSessionView), nextCursor };
  },
});

export const listMessages = defineAction(chat.listMessages, {
  access: 'member',
  async run({ sessionId, cursor, pageSize }, context) {
    const { caller, clock } = context;
    const { sessions } = context.chat;
    const now = clock.now();
    const [session, { rows, nextCursor }] = await Promise.all([
      sessions.find(sessionId, caller.userId),
      sessions.listMessages(sessionId, caller.userId, startOf(cursor), pageSize),
      requireChat(context),
    ]);
    // Another user's session answers like a missing one, so that ids cannot be probed.
    if (session === null) throw new AppError('NOT_FOUND');
    await endAbandoned(rows, context);
    return { messages: rows.map((message) => toMessageView(message, now)), nextCursor };
  },
});

export const rename = defineAction(chat.rename, {
  access: 'member',
  async run({ sessionId, title }, context) {
    const { caller } = context;
    const { sessions } = context.chat;
    await requireChat(context);
    await requireCleanText(title, 'social', context);
    const isFound = await sessions.rename(sessionId, caller.userId, title);
    if (!isFound) throw new AppError('NOT_FOUND');
    return { sessionId, title };
  },
});

export const remove = defineAction(chat.remove, {
  access: 'member',
  async run({ sessionId }, context) {
    const { caller, clock } = context;
    const { sessions } = context.chat;
    await requireChat(context);
    const isFound = await sessions.remove(sessionId, caller.userId, clock.now());
    if (!isFound) throw new AppError('NOT_FOUND');
    return { sessionId };
  },
});
