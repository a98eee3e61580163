import { EJSON } from 'bson';
import { randomUUID } from 'node:crypto';

export type Document = Record<string, unknown>;
export type Calls = { database: number; storage: number; openapi: number; http: number };
export type Invocation = {
  result?: { code: number; error?: string; message: string; data: Document | null };
  error?: { code?: string; message?: string };
  durationMs: number;
  calls: Calls;
};

export type Client = ReturnType<typeof createClient>;

/** A client that uses only the control API of a running local cloud. */
export function createClient(url: string) {
  async function call<Answer>(method: string, path: string, body?: unknown): Promise<Answer> {
    const response = await fetch(`${url}/local/${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      body: body === undefined ? undefined : EJSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} /local/${path}: ${response.status} ${text}`);
    return JSON.parse(text) as Answer;
  }

  const invoke = (name: string, action: string, data: Document, openid: string) =>
    call<Invocation>('POST', 'invoke', { name, data: { action, data }, openid });

  return {
    url,
    invoke,
    /** Invokes an action that must succeed; resolves to its data. */
    async ask(name: string, action: string, data: Document, openid: string): Promise<Document> {
      return dataOf(`${name}.${action}`, await invoke(name, action, data, openid));
    },
    /** The duration of an action that must succeed, in milliseconds, as its caller sees it. */
    async time(name: string, action: string, data: Document, openid: string): Promise<number> {
      const startedAt = performance.now();
      const invocation = await invoke(name, action, data, openid);
      const elapsed = performance.now() - startedAt;
      dataOf(`${name}.${action}`, invocation);
      return elapsed;
    },
    find: (name: string, query: Document, limit = 100) =>
      call<{ total: number; docs: Document[] }>(
        'GET',
        `collections/${name}?query=${encodeURIComponent(EJSON.stringify(query))}&limit=${limit}`,
      ),
    put: (name: string, docs: Document[]) => call<Document>('PUT', `collections/${name}`, { docs }),
    declareIndex: (name: string, index: { name: string; fields: string[]; unique?: boolean }) =>
      call<Document>('POST', `collections/${name}/indexes`, index),
    setFaults: (rules: Document[]) => call<unknown>('PUT', 'faults', rules),
    clearFaults: () => call<unknown>('DELETE', 'faults'),
    reset: (seed: boolean) => call<unknown>('POST', 'reset', { seed }),
  };
}

function dataOf(action: string, { result, error }: Invocation): Document {
  if (result?.code !== 200 || result.data === null) {
    throw new Error(`${action} failed: ${JSON.stringify(result ?? error)}`);
  }
  return result.data;
}

/** The input of a new `aiGenerate.generate` request. */
export const generateInput = (prompt = '雨中的橘猫'): Document => ({
  requestId: randomUUID(),
  prompt,
});
