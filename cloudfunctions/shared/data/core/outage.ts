/** A cloud service has failed without an error thrown by its SDK. */
export class OutageError extends Error {
  override readonly name = 'OutageError';
}

/** Errors thrown by our code or the runtime; some of them carry a code, too. */
const ownFaults = /^(AppError|InvalidRowError|ZodError|TypeError|RangeError|ReferenceError)$/;

/**
 * Whether the cloud or the network has failed, rather than our code: errors of wx-server-sdk carry `errCode` or `code`, those of
 * axios and sockets `code`.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof OutageError) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { code, errCode, name } = error as { code?: unknown; errCode?: unknown; name?: unknown };
  if (typeof name === 'string' && ownFaults.test(name)) return false;
  return [code, errCode].some((value) => typeof value === 'string' || typeof value === 'number');
}
