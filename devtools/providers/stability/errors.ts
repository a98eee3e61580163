import { StubError } from '../http/vendor';

/** Error names with their HTTP statuses, https://platform.stability.ai/docs/api-reference. */
export const errors: Record<string, { status: number; message: string }> = {
  bad_request: { status: 400, message: 'some-field: is required' },
  invalid_prompts: { status: 400, message: 'The prompt was rejected.' },
  unauthorized: { status: 401, message: 'authorization: invalid or missing header value' },
  payment_required: { status: 402, message: 'You lack sufficient credits.' },
  content_moderation: { status: 403, message: 'Your request was flagged by our system.' },
  forbidden: { status: 403, message: 'You are not allowed to do this.' },
  not_found: { status: 404, message: 'The resource was not found.' },
  payload_too_large: { status: 413, message: 'The request is larger than 10MiB.' },
  unprocessable_entity: { status: 422, message: 'The request was well-formed, but rejected.' },
  rate_limit_exceeded: { status: 429, message: 'You exceeded 150 requests in 10 seconds.' },
  internal_error: { status: 500, message: 'An unexpected error has occurred.' },
};

export function stabilityError(
  name: string,
  message = errors[name]?.message ?? 'Error',
): StubError {
  return new StubError(name, errors[name]?.status ?? 500, message, (requestId) => ({
    ...{ id: requestId, name, errors: [message] },
  }));
}
