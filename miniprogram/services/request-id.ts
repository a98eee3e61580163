/** An idempotency key for one tap; retries of the tap carry the same key. */
export function createRequestId(): string {
  const random = Math.random().toString(36).slice(2, 10).padEnd(8, '0');
  return `${Date.now().toString(36)}-${random}`;
}
