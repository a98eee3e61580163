import { defineAction } from '../../shared/action';
import { quota } from '../../shared/contracts/quota';
import type { QuotaArea } from '../../shared/data/quota/area';
import type { UsersArea } from '../../shared/data/users/area';
import type { Clock } from '../../shared/domain/time/clock';
import { startOf } from '../../shared/paging';
import { toAuditView, toQuotaUser } from '../views';

type SearchNeeds = {
  clock: Clock;
  quota: Pick<QuotaArea, 'plans'>;
  users: Pick<UsersArea, 'directory'>;
};

export const searchUsers = defineAction(quota.searchUsers, {
  access: 'support',
  async run({ text, cursor, pageSize }, { clock, quota: { plans }, users }: SearchNeeds) {
    const from = startOf(cursor);
    const { rows, nextCursor } = await users.directory.search(
      text,
      await plans.list(),
      from,
      pageSize,
    );
    const now = clock.now();
    return { users: rows.map((row) => toQuotaUser(row, now)), nextCursor };
  },
});

export const listAudits = defineAction(quota.listAudits, {
  access: 'support',
  async run({ userId, cursor, pageSize }, { quota: { audits }, users }) {
    const { rows, nextCursor } = await audits.list(userId, startOf(cursor), pageSize);
    const names = await users.directory.nicknames(rows.map(({ adminId }) => adminId));
    return {
      audits: rows.map((audit) => toAuditView(audit, names.get(audit.adminId) ?? '')),
      nextCursor,
    };
  },
});
