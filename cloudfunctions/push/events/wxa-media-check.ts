import * as z from 'zod';
import type { Context, PushCaller } from '../../shared/context';
import type { MediaVerdict } from '../../shared/domain/moderation/media-check';
import { verdictTable } from '../../shared/flows/moderation/verdict-table';
import { receiveVerdict } from '../../shared/flows/moderation/verdict';
import { definePush } from '../../shared/push';

/** `label` is a number in the documentation and the string "100" in practice; an error comes with an empty result. */
const MediaCheckResult = z.object({
  trace_id: z.string().min(1).max(128),
  errcode: z.coerce.number().default(0),
  result: z
    .object({
      suggest: z.string().default(''),
      label: z.union([z.string(), z.number()]).default(''),
    })
    .optional(),
});

/** The verdict on a picture submitted with `mediaCheckAsync`. */
export const mediaCheck = definePush(
  MediaCheckResult,
  async (push, context: Context<PushCaller>) => {
    const label = String(push.result?.label ?? push.errcode);
    await receiveVerdict(
      { traceId: push.trace_id, verdict: toVerdict(push), label },
      verdictTable,
      context,
    );
    return undefined;
  },
);

/** An error, such as -1008 for a failed download, is no verdict. `review` counts as risky: there is no human review. */
function toVerdict({ errcode, result }: z.output<typeof MediaCheckResult>): MediaVerdict {
  if (errcode !== 0 || result === undefined) return 'unreadable';
  return result.suggest === 'pass' ? 'pass' : 'risky';
}
