import { lengthOf, maxLengths, toText } from '../../utils/text';

const { reason: maxLength } = maxLengths;

/** Why a change cannot be saved with this reason; empty when it can. */
export function explainReason(typed: string): string {
  const length = lengthOf(toText(typed));
  if (length === 0) return '先填原因';
  return length > maxLength ? `原因最多 ${maxLength} 字` : '';
}

/** The counter beside the field: `12/100`. */
export function toReasonCount(typed: string): { reasonCount: string; isReasonOver: boolean } {
  const length = lengthOf(typed.trim());
  return { reasonCount: `${length}/${maxLength}`, isReasonOver: length > maxLength };
}
