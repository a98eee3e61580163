/** A service of the cloud has failed where its SDK threw nothing. */
export class OutageError extends Error {
  override readonly name = 'OutageError';
}

/** Thrown by the runtime for faults of our own; some carry a code as well. */
const ownFaults = /^(AppError|InvalidRowError|ZodError|TypeError|RangeError|ReferenceError)$/;

/**
 * Whether the cloud or the network has failed, and not our code: errors of wx-server-sdk carry `errCode` or `code`, those of axios and
 * of sockets `code`.
 */
export function isOutage(error: unknown): boolean {
  if (error instanceof OutageError) return true;
  if (typeof error !== 'object' || error === null) return false;
  const { code, errCode, name } = error as { code?: unknown; errCode?: unknown; name?: unknown };
  if (typeof name === 'string' && ownFaults.test(name)) return false;
  return [code, errCode].some((value) => typeof value === 'string' || typeof value === 'number');
}
