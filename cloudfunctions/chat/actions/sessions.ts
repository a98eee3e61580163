import { defineAction } from '../../shared/action';
import { chat } from '../../shared/contracts/chat';
import { AppError } from '../../shared/error';
import { startOf } from '../../shared/paging';
import { requireChat } from '../feature';
import { toMessageView, toSessionView } from '../views';

export const listSessions = defineAction(chat.listSessions, {
  access: 'member',
  async run({ cursor, pageSize }, context) {
    const { caller, chatSessions } = context;
    const [{ rows, nextCursor }] = await Promise.all([
      chatSessions.list(caller.userId, startOf(cursor), pageSize),
      requireChat(context),
    ]);
    return { sessions: rows.map(toSessionView), nextCursor };
  },
});

export const listMessages = defineAction(chat.listMessages, {
  access: 'member',
  async run({ sessionId, cursor, pageSize }, context) {
    const { caller, chatSessions, clock } = context;
    const now = clock.now();
    const [session, { rows, nextCursor }] = await Promise.all([
      chatSessions.find(sessionId, caller.userId),
      chatSessions.listMessages(sessionId, caller.userId, startOf(cursor), pageSize),
      requireChat(context),
    ]);
    // Somebody else's session answers like a missing one, so ids cannot be probed.
    if (session === null) throw new AppError('NOT_FOUND');
    return { messages: rows.map((message) => toMessageView(message, now)), nextCursor };
  },
});

export const rename = defineAction(chat.rename, {
  access: 'member',
  async run({ sessionId, title }, context) {
    const { caller, chatSessions } = context;
    await requireChat(context);
    const isFound = await chatSessions.rename(sessionId, caller.userId, title);
    if (!isFound) throw new AppError('NOT_FOUND');
    return { sessionId, title };
  },
});

export const remove = defineAction(chat.remove, {
  access: 'member',
  async run({ sessionId }, context) {
    const { caller, chatSessions, clock } = context;
    await requireChat(context);
    const isFound = await chatSessions.remove(sessionId, caller.userId, clock.now());
    if (!isFound) throw new AppError('NOT_FOUND');
    return { sessionId };
  },
});
