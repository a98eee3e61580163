import { Socket } from 'node:net';

type Target = { host: string; port: number | undefined };

/**
 * Lets sockets reach this machine and the allowed hosts; every other connection fails at once with an error that names
 * the host.
 */
export function installEgressGuard(allowedHosts: string[]): void {
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const connect = Socket.prototype.connect as (this: Socket, ...args: unknown[]) => Socket;
  Socket.prototype.connect = function guarded(this: Socket, ...args: unknown[]): Socket {
    const target = targetOf(args);
    if (target === null || isThisMachine(target.host) || isAllowed(target.host, allowedHosts)) {
      return connect.apply(this, args);
    }
    const address = target.port === undefined ? target.host : `${target.host}:${target.port}`;
    process.nextTick(() => this.destroy(new Error(`egress blocked: ${address}`)));
    return this;
  };
}

/**
 * `connect` takes `(options)`, `(port, host)` or node's own normalized `[options, listener]`. Null for a local pipe.
 */
function targetOf(args: unknown[]): Target | null {
  const first: unknown = Array.isArray(args[0]) ? (args[0] as unknown[])[0] : args[0];
  if (typeof first === 'object' && first !== null) {
    const { host, port, path } = first as { host?: string; port?: number | string; path?: string };
    if (path !== undefined && port === undefined) return null;
    return { host: host ?? 'localhost', port: port === undefined ? undefined : Number(port) };
  }
  if (typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first))) {
    return { host: typeof args[1] === 'string' ? args[1] : 'localhost', port: Number(first) };
  }
  return null;
}

export function isThisMachine(host: string): boolean {
  return /^(localhost|127(\.\d+){3}|::1|\[::1\])$/.test(host);
}

function isAllowed(host: string, allowedHosts: string[]): boolean {
  return allowedHosts.some((allowed) =>
    allowed.startsWith('*.') ? host.endsWith(allowed.slice(1)) : host === allowed,
  );
}
