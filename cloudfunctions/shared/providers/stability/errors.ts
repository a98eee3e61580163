import * as z from 'zod';
import { createClassifier, meaning } from '../fault';

/** Error names, https://platform.stability.ai/docs/api-reference. A failed generation is not charged for. */
export const classify = createClassifier(
  {
    bad_request: meaning.ourDefect,
    invalid_prompts: meaning.contentRefused,
    invalid_language: meaning.ourDefect,
    unprocessable_entity: meaning.ourDefect,
    payload_too_large: meaning.ourDefect,
    content_moderation: meaning.contentRefused,
    unauthorized: meaning.disabled,
    forbidden: meaning.disabled,
    not_found: meaning.disabled,
    payment_required: meaning.disabled,
    rate_limit_exceeded: meaning.again,
    internal_error: meaning.again,
  },
  { '402': meaning.disabled },
);

const ErrorBody = z.object({ name: z.string().min(1), errors: z.array(z.unknown()).optional() });

/** The error name in a body; null if there is none. */
export function errorCodeOf(body: unknown): string | null {
  return ErrorBody.safeParse(body).data?.name ?? null;
}
