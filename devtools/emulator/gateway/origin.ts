import type { IncomingMessage } from 'node:http';

const thisMachine = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/;

/**
 * Whether a page of another site may have sent the request: through a foreign name that resolves to this machine (DNS
 * rebinding), or from another origin.
 */
export function isForeign({ headers }: IncomingMessage): boolean {
  const { host, origin } = headers;
  if (host === undefined || !thisMachine.test(host)) return true;
  return origin !== undefined && !(URL.canParse(origin) && thisMachine.test(new URL(origin).host));
}
