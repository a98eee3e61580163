import http from 'node:http';
import https from 'node:https';
import { urlToHttpOptions } from 'node:url';
import type { ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { Duplex } from 'node:stream';
import { isThisMachine } from './egress';
import { FaultySocket, connectionReset } from './faulty-socket';
import type { Verdict } from './messages';

export type RequestWatch = {
  gatewayUrl: string;
  onCall(service: 'http' | 'storage'): void;
  /** Asks the cloud, synchronously, for its verdict on a request. */
  judge(host: string, operation: string): Verdict;
};

type Listener = (response: IncomingMessage) => void;
type Send = (options: RequestOptions, listener?: Listener) => ClientRequest;

/** Counts a function's requests and applies fault rules to them; requests to the gateway pass through. */
export function installRequestWatch(watch: RequestWatch): void {
  const gatewayPort = new URL(watch.gatewayUrl).port;
  for (const [module, defaultPort] of [
    [http, 80],
    [https, 443],
  ] as const) {
    const send = module.request.bind(module) as Send;
    const watched = (...args: unknown[]): ClientRequest => {
      const { options, listener } = normalize(args);
      const host = options.hostname ?? options.host ?? 'localhost';
      const port = String(options.port ?? defaultPort);
      if (isThisMachine(host) && port === gatewayPort) {
        if (options.path?.startsWith('/admin') !== true) watch.onCall('storage');
        return send(options, listener);
      }
      watch.onCall('http');
      const verdict = watch.judge(`${host}:${port}`, options.method ?? 'GET');
      return sendUnder(verdict, send, options, listener);
    };
    Reflect.set(module, 'request', watched);
    Reflect.set(module, 'get', (...args: unknown[]) => {
      const request = watched(...args);
      request.end();
      return request;
    });
  }
}

function normalize(args: unknown[]): { options: RequestOptions; listener: Listener | undefined } {
  const [first, second, third] = args;
  const listener = [second, third].find((value) => typeof value === 'function');
  const more = typeof second === 'object' && second !== null ? second : {};
  const base =
    typeof first === 'string' || first instanceof URL
      ? urlToHttpOptions(new URL(first))
      : (first as RequestOptions);
  return { options: { ...base, ...more }, listener: listener as Listener | undefined };
}

function sendUnder(
  verdict: Verdict,
  send: Send,
  options: RequestOptions,
  listener: Listener | undefined,
): ClientRequest {
  switch (verdict.kind) {
    case 'pass':
      return send(options, listener);
    case 'delay': {
      const request = send(options, listener);
      interceptResponse(request, (pass) => setTimeout(pass, verdict.delayMs));
      return request;
    }
    case 'cut-after': {
      const request = send(options, listener);
      interceptResponse(request, (_pass, response) => {
        response.resume();
        response.once('end', () => {
          // Destroying a finished request emits no error, so emit it here.
          request.emit('error', connectionReset());
          request.destroy();
        });
      });
      return request;
    }
    case 'cut':
    case 'hang':
    case 'reply': {
      // With its own connection the request needs no agent, and https no handshake.
      const createConnection = (): Duplex => new FaultySocket(verdict);
      return send({ ...options, agent: undefined, createConnection }, listener);
    }
  }
}

function interceptResponse(
  request: ClientRequest,
  intercept: (pass: () => void, response: IncomingMessage) => void,
): void {
  const emit = request.emit.bind(request) as (event: string, ...values: unknown[]) => boolean;
  Reflect.set(request, 'emit', (event: string, ...values: unknown[]): boolean => {
    if (event !== 'response') return emit(event, ...values);
    intercept(() => emit(event, ...values), values[0] as IncomingMessage);
    return true;
  });
}
