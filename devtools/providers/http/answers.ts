import type { ServerResponse } from 'node:http';
import type { Behaviour } from './directives';
import { StubError } from './vendor';
import type { Vendor } from './vendor';

/** Resolves after the time; never resolves when the response is closed first. */
export type Wait = (milliseconds: number, response: ServerResponse) => Promise<void>;

export type Answers = {
  json(response: ServerResponse, status: number, body: object): void;
  error(response: ServerResponse, code: string | StubError, requestId: string): void;
  /** Sends the faulty answer of a behaviour that replaces the work; false for any other behaviour. */
  wrongly(response: ServerResponse, behaviour: Behaviour, requestId: string): boolean;
  wait: Wait;
  /** Cancels all waits, so that the process can exit. */
  stop(): void;
};

export function createAnswers(vendor: Vendor): Answers {
  const timers = new Set<NodeJS.Timeout>();

  function json(response: ServerResponse, status: number, body: object): void {
    const text = JSON.stringify(body);
    response
      .writeHead(status, {
        'content-type': 'application/json; charset=UTF-8',
        'content-length': Buffer.byteLength(text),
      })
      .end(text);
  }

  function error(response: ServerResponse, code: string | StubError, requestId: string): void {
    const failure = code instanceof StubError ? code : vendor.errorOf(code);
    json(response, failure.status, failure.toBody(requestId));
  }

  return {
    json,
    error,
    wrongly(response, { name, value }, requestId) {
      const code = value ?? '500';
      const failure = vendor.errorOf(code);
      switch (name) {
        case 'html502':
        case 'html504':
          response
            .writeHead(Number(name.slice(4)), { 'content-type': 'text/html' })
            .end('<html><body><h1>Bad Gateway</h1><hr>nginx</body></html>');
          return true;
        case 'status':
          response.writeHead(Number(code)).end();
          return true;
        case 'not-json':
          response.writeHead(200, { 'content-type': 'application/json' }).end('{"created":17');
          return true;
        case 'numeric':
          json(response, failure.status, {
            error: { code: Number(code), message: failure.message },
          });
          return true;
        case 'flat':
          json(response, failure.status, { code: Number(code), message: failure.message });
          return true;
        case 'hang':
          return true;
        case 'cut-before':
          response.destroy();
          return true;
        default:
          if (!vendor.codes.includes(name)) return false;
          error(response, name, requestId);
          return true;
      }
    },
    wait(milliseconds, response) {
      if (milliseconds <= 0) return Promise.resolve();
      return new Promise((resolve) => {
        const end = (): void => {
          clearTimeout(timer);
          timers.delete(timer);
          response.off('close', end);
        };
        const timer = setTimeout(() => {
          end();
          resolve();
        }, milliseconds);
        timers.add(timer);
        response.once('close', end);
      });
    },
    stop() {
      for (const timer of timers) clearTimeout(timer);
      timers.clear();
    },
  };
}
