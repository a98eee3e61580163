import { EventEmitter } from 'node:events';
import { Agent, ClientRequest } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import { Readable, Writable } from 'node:stream';
import { urlToHttpOptions } from 'node:url';
import type { Feed } from './feed';

/** The answer to a request. `cut`: the connection closes without one; `silence`: nothing ever arrives. */
export type Answer =
  | {
      kind: 'answer';
      status: number;
      headers: IncomingHttpHeaders;
      body: Buffer;
      isCut?: boolean;
      /** Instead of `body`, for streamed answers. */
      feed?: Feed;
    }
  | { kind: 'cut' }
  | { kind: 'refused' }
  | { kind: 'silence' };

export type SentRequest = {
  method: string;
  protocol: string;
  /** Includes the port, if there is one. */
  host: string;
  /** Includes the query, if there is one. */
  path: string;
  headers: Record<string, string>;
  body: Buffer;
};

/** Carries requests without a network. If the sender has died, the promise never settles. */
export type Carrier = (request: SentRequest) => Promise<Answer>;

type Options = {
  method?: string;
  protocol?: string | null;
  host?: string | null;
  hostname?: string | null;
  port?: string | number | null;
  path?: string | null;
  headers?: Record<string, unknown>;
  timeout?: number;
  signal?: AbortSignal;
};
type Listener = (response: Readable) => void;

/** Runs a callback after the time, unless its sender has died by then; returns a function that cancels it. */
export type After = (milliseconds: number, run: () => void) => () => void;

/** Replaces `http` and `https` inside a function: all requests go to the current `carrier`, whatever their address. */
export function createHttp(
  protocol: 'http:' | 'https:',
  after: After,
  carrier: () => Carrier,
): object {
  const request = (...args: unknown[]): VirtualRequest =>
    new VirtualRequest(protocol, normalize(args), after, carrier());
  const globalAgent = new Agent();
  return {
    Agent,
    ClientRequest,
    globalAgent,
    request,
    get(...args: unknown[]): VirtualRequest {
      const sent = request(...args);
      sent.end();
      return sent;
    },
  };
}

function normalize(args: unknown[]): { options: Options; listener: Listener | undefined } {
  const [first, second, third] = args;
  const listener = [second, third].find((value) => typeof value === 'function');
  const more = typeof second === 'object' && second !== null ? second : {};
  const base =
    typeof first === 'string' || first instanceof URL ? ofAddress(first) : (first as Options);
  return { options: { ...base, ...more }, listener: listener as Listener | undefined };
}

/** Matches nearly all addresses, which then need no full URL parser. */
const plainAddress = /^(https?:)\/\/([a-z\d.-]+)(?::(\d+))?(\/[\w./?=&-]*)$/;

function ofAddress(address: string | URL): Options {
  const plain = typeof address === 'string' ? plainAddress.exec(address) : null;
  if (plain === null) return urlToHttpOptions(new URL(address)) as Options;
  const [, protocol, hostname, port, path] = plain;
  return { protocol, hostname, port, path };
}

/** The part of ClientRequest that wx-server-sdk, axios and the product use. */
class VirtualRequest extends Writable {
  readonly reusedSocket = true;
  readonly socket = Object.assign(new EventEmitter(), {
    connecting: false,
    setKeepAlive: () => undefined,
    setNoDelay: () => undefined,
  });
  readonly method: string;
  readonly path: string;
  readonly host: string;
  private readonly headers: Record<string, string> = {};
  private readonly chunks: Buffer[] = [];
  private cancelTimeout: () => void = () => undefined;

  constructor(
    readonly protocol: string,
    { options, listener }: { options: Options; listener: Listener | undefined },
    private readonly after: After,
    private readonly carry: Carrier,
  ) {
    // A request is not finished when its last byte is written, so it must not destroy itself then.
    super({ autoDestroy: false });
    this.method = (options.method ?? 'GET').toUpperCase();
    const { hostname, host, port, path } = options;
    this.host = `${hostname ?? host ?? 'localhost'}${port == null || port === '' ? '' : `:${port}`}`;
    this.path = path ?? '/';
    for (const [name, value] of Object.entries(options.headers ?? {})) {
      this.setHeader(name, String(value));
    }
    if (listener !== undefined) this.once('response', listener);
    this.followSignal(options.signal);
    process.nextTick(() => this.emit('socket', this.socket));
  }

  override _write(chunk: Buffer | string, _: BufferEncoding, done: () => void): void {
    this.chunks.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk);
    done();
  }

  override _final(done: () => void): void {
    done();
    const body = this.chunks.length === 1 ? this.chunks[0] : undefined;
    const sent: SentRequest = {
      method: this.method,
      protocol: this.protocol,
      host: this.host,
      path: this.path,
      headers: this.headers,
      body: body ?? Buffer.concat(this.chunks),
    };
    void this.carry(sent).then((answer) => this.receive(answer));
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.cancelTimeout();
    done(error);
  }

  setTimeout(milliseconds: number, listener?: () => void): this {
    if (listener !== undefined) this.once('timeout', listener);
    this.cancelTimeout();
    if (milliseconds > 0) {
      this.cancelTimeout = this.after(milliseconds, () => this.emit('timeout'));
    }
    return this;
  }

  setHeader(name: string, value: string): this {
    this.headers[name.toLowerCase()] = value;
    return this;
  }

  getHeader(name: string): string | undefined {
    return this.headers[name.toLowerCase()];
  }

  removeHeader(name: string): void {
    Reflect.deleteProperty(this.headers, name.toLowerCase());
  }

  abort(): void {
    this.destroy();
  }

  flushHeaders(): void {
    // The whole request is sent at its end.
  }

  private followSignal(signal: AbortSignal | undefined): void {
    if (signal === undefined) return;
    const abort = (): void => {
      const reason = Object.assign(new Error('The operation was aborted'), {
        name: 'AbortError',
        code: 'ABORT_ERR',
      });
      this.destroy(reason);
    };
    if (signal.aborted) process.nextTick(abort);
    else signal.addEventListener('abort', abort, { once: true });
  }

  private receive(answer: Answer): void {
    if (this.destroyed || answer.kind === 'silence') return;
    this.cancelTimeout();
    if (answer.kind === 'cut') {
      this.destroy(connectionError('ECONNRESET', 'socket hang up'));
    } else if (answer.kind === 'refused') {
      const refused = connectionError('ECONNREFUSED', `connect ECONNREFUSED ${this.host}`);
      this.destroy(Object.assign(refused, { syscall: 'connect' }));
    } else {
      const response = new VirtualResponse(answer, this);
      this.emit('response', response);
      response.once('close', () => this.destroy());
    }
  }
}

class VirtualResponse extends Readable {
  readonly statusCode: number;
  readonly statusMessage = '';
  readonly httpVersion = '1.1';
  readonly rawHeaders: string[] = [];
  readonly headers: IncomingHttpHeaders;
  complete = false;
  private isSent = false;

  constructor(
    private readonly answer: Extract<Answer, { kind: 'answer' }>,
    readonly req: VirtualRequest,
  ) {
    super();
    this.statusCode = answer.status;
    this.headers = answer.headers;
  }

  override _read(): void {
    // Called again while pushed data is still buffered.
    if (this.isSent) return;
    this.isSent = true;
    const { body, isCut, feed } = this.answer;
    if (feed !== undefined) {
      this.follow(feed);
      return;
    }
    if (body.length > 0) this.push(body);
    if (isCut === true) {
      process.nextTick(() => this.destroy(connectionError('ECONNRESET', 'aborted')));
      return;
    }
    this.complete = true;
    this.push(null);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.answer.feed?.close();
    done(error);
  }

  setTimeout(): this {
    return this;
  }

  private follow(feed: Feed): void {
    feed.open({
      piece: (bytes) => {
        if (!this.destroyed) this.push(bytes);
      },
      end: () => {
        this.complete = true;
        if (!this.destroyed) this.push(null);
      },
      cut: () => {
        this.destroy(connectionError('ECONNRESET', 'aborted'));
      },
    });
  }
}

function connectionError(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
