import * as z from 'zod';
import { defaultApprovalLimits } from '../../domain/wallet/approval';
import type { ApprovalLimits } from '../../domain/wallet/approval';
import { parseRow } from '../core/rows';

const Limit = z.number().int().min(0);

/** The row `app_config/approvals`. */
export const ApprovalLimitsRow = z.object({
  _id: z.string(),
  refundFen: Limit.default(defaultApprovalLimits.refundFen),
  credits: Limit.default(defaultApprovalLimits.credits),
});

export function parseApprovalLimits(row: unknown): ApprovalLimits {
  const { refundFen, credits } = parseRow('app_config', ApprovalLimitsRow, row);
  return { refundFen, credits };
}
