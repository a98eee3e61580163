import { defineAction } from '../../shared/action';
import { admin } from '../../shared/contracts/admin';
import type { StoryRows } from '../../shared/contracts/admin';
import { top } from '../../shared/domain/cursor';
import { membershipEnd, membershipLevelOf, tierOf } from '../../shared/domain/quota/quota';
import { AppError } from '../../shared/error';
import { startOf } from '../../shared/paging';
import { readPart } from '../story-rows';

/** Rows shown of each kind. */
const shown = 10;
const none: StoryRows = { works: [], tasks: [], credits: [], orders: [], acts: [] };

export const getUserStory = defineAction(admin.getUserStory, {
  access: 'support',
  async run({ userId }, context) {
    const now = context.clock.now();
    const member = await context.users.members.find(userId);
    if (member === null) throw new AppError('NOT_FOUND');
    const read = (part: keyof StoryRows) =>
      readPart(userId, { part, from: top, size: shown }, context);
    const [works, tasks, credits, orders, acts] = await Promise.all([
      read('works'),
      read('tasks'),
      read('credits'),
      read('orders'),
      read('acts'),
    ]);
    const { user, facts } = member;
    return {
      user: {
        ...{ userId, nickname: user.nickname, userType: user.userType, credits: user.credits },
        ...{ tier: tierOf(facts, now), membershipLevel: membershipLevelOf(facts, now) },
        membershipEndAt: membershipEnd(facts, now)?.toISOString() ?? null,
        ...{ inviteCode: user.inviteCode, createdAt: user.createdAt.toISOString() },
      },
      ...{ ...none, ...works.rows, ...tasks.rows, ...credits.rows, ...orders.rows, ...acts.rows },
      cursors: {
        ...{ works: works.nextCursor, tasks: tasks.nextCursor, credits: credits.nextCursor },
        ...{ orders: orders.nextCursor, acts: acts.nextCursor },
      },
    };
  },
});

export const listUserRows = defineAction(admin.listUserRows, {
  access: 'support',
  async run({ userId, part, cursor, pageSize }, context) {
    const stretch = { part, from: startOf(cursor), size: pageSize };
    const { rows, nextCursor } = await readPart(userId, stretch, context);
    return { ...none, ...rows, nextCursor };
  },
});
