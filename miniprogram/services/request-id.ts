/** A key for one tap: the same on every retry of it, so that the cloud takes the tap once. */
export function createRequestId(): string {
  const random = Math.random().toString(36).slice(2, 10).padEnd(8, '0');
  return `${Date.now().toString(36)}-${random}`;
}
