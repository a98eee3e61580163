import { defineAction } from '../../shared/action';
import { quota } from '../../shared/contracts/quota';
import { startOf } from '../../shared/paging';
import { toAuditView, toQuotaUser } from '../views';

export const searchUsers = defineAction(quota.searchUsers, {
  access: 'admin',
  async run({ text, cursor, pageSize }, { clock, plans, userDirectory }) {
    const from = startOf(cursor);
    const { rows, nextCursor } = await userDirectory.search(
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
  access: 'admin',
  async run({ userId, cursor, pageSize }, { quotaAudits, userDirectory }) {
    const { rows, nextCursor } = await quotaAudits.list(userId, startOf(cursor), pageSize);
    const names = await userDirectory.nicknames(rows.map(({ adminId }) => adminId));
    return {
      audits: rows.map((audit) => toAuditView(audit, names.get(audit.adminId) ?? '')),
      nextCursor,
    };
  },
});
