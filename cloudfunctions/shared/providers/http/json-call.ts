import { randomBytes } from 'node:crypto';
import type { ProviderFault } from '../../domain/provider/fault';
import { faultOfTransport } from '../fault';
import { withDeadline } from './deadline';
import { parseJson } from './json';

export type JsonCall = {
  method: 'GET' | 'POST';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: object;
  /** Sent as multipart/form-data instead of a body. */
  form?: Readonly<Record<string, string>>;
  timeoutMs: number;
  maxAnswerBytes?: number;
};

export type JsonAnswer = {
  status: number;
  /** Undefined if the body is not JSON. */
  body: unknown;
  retryAfter: string | undefined;
};

const usualAnswerBytes = 1_000_000;

/**
 * Sends a request once. Any response counts as an answer; without one, the fault says whether the request may have been carried
 * out.
 */
export async function callJson({
  method,
  url,
  headers,
  body,
  form,
  timeoutMs,
  maxAnswerBytes = usualAnswerBytes,
}: JsonCall): Promise<JsonAnswer | { fault: ProviderFault }> {
  // Loaded at the first call: most invocations need no HTTP client at their start.
  const { default: axios } = await import('axios');
  const sent = form === undefined ? { type: 'application/json', data: body } : toParts(form);
  try {
    // The client's own `timeout` does not cover a connection that never opens.
    const response = await withDeadline(timeoutMs, (signal) =>
      axios.request<string>({
        method,
        url,
        headers: { ...headers, 'Content-Type': sent.type },
        data: sent.data,
        signal,
        maxRedirects: 0,
        maxContentLength: maxAnswerBytes,
        proxy: false,
        responseType: 'text',
        transformResponse: (text: string) => text,
        validateStatus: () => true,
      }),
    );
    const retryAfter: unknown = response.headers['retry-after'];
    return {
      status: response.status,
      body: parseJson(response.data),
      retryAfter: typeof retryAfter === 'string' ? retryAfter : undefined,
    };
  } catch (error) {
    // The axios error contains the request with its key; only safe parts are passed on.
    return { fault: faultOfTransport(error) };
  }
}

/** Multipart per https://www.rfc-editor.org/rfc/rfc7578; the runtime of the cloud has no FormData. */
function toParts(form: Readonly<Record<string, string>>): { type: string; data: string } {
  const boundary = `part-${randomBytes(12).toString('hex')}`;
  const parts = Object.entries(form).map(
    ([name, value]) =>
      `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return {
    type: `multipart/form-data; boundary=${boundary}`,
    data: `${parts.join('')}--${boundary}--\r\n`,
  };
}
