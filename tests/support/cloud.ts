import { join } from 'node:path';
import type { Cloud } from '../../devtools/emulator/cloud';
import type { Document } from '../../devtools/emulator/database/database';
import type { FaultRule } from '../../devtools/emulator/faults/rule';
import type { InvocationReport } from '../../devtools/emulator/functions/invocation';
import { startCloud } from '../../devtools/emulator/server';
import type { StartOptions } from '../../devtools/emulator/server';
import { exportState, importState } from '../../devtools/emulator/state';

const root = join(__dirname, '../..');

type Row = Document;

export type TestCloud = {
  url: string;
  cloud: Cloud;
  /** Calls an action as that user's phone would and resolves to the reply; throws when the function itself failed. */
  invoke(name: string, action: string, data?: unknown, openid?: string): Promise<unknown>;
  /** Invokes a function with any event and resolves to the whole report. */
  report(name: string, event: unknown, openid?: string, source?: string): Promise<InvocationReport>;
  collection(name: string): {
    rows(query?: Row): Row[];
    count(query?: Row): number;
    put(...rows: Row[]): void;
    empty(): void;
  };
  /** Replaces all fault rules. */
  faults(rules: FaultRule[]): void;
  /** Sends one request to the control API and resolves to status and parsed body. */
  control(method: string, path: string, body?: unknown): Promise<{ status: number; body: unknown }>;
  close(): Promise<void>;
};

/** Starts a cloud for one test file: in memory, on a free port, with the bundles of `dist/` by default. */
export async function startTestCloud(options: Partial<StartOptions> = {}): Promise<TestCloud> {
  const running = await startCloud({
    port: 0,
    functionsFolder: join(root, 'dist/cloudfunctions'),
    templatesFolder: join(root, 'database-templates'),
    dataFolder: null,
    ...options,
  });
  const { cloud, url } = running;
  const { database, functions } = cloud;

  const report: TestCloud['report'] = (name, event, openid, source = 'wx_client') =>
    functions.invoke({ name, data: event, openid, source });

  return {
    url,
    cloud,
    report,
    async invoke(name, action, data = {}, openid = 'alice') {
      const outcome = await report(name, { action, data }, openid);
      if ('error' in outcome) throw new Error(outcome.error.errMsg);
      return outcome.result;
    },
    collection: (name) => ({
      rows: (query = {}) => database.find(name, { query }).docs,
      count: (query = {}) => database.find(name, { query, limit: 0 }).total,
      put: (...rows) => void database.put(name, rows),
      empty: () => database.empty(name),
    }),
    faults(rules) {
      cloud.faults.set(rules);
      functions.tellFaults();
    },
    async control(method, path, body) {
      const response = await fetch(`${url}${path}`, {
        method,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return { status: response.status, body: await response.json() };
    },
    close: () => running.close(),
  };
}

/**
 * Saves the state and returns a function that restores it, which is faster than repeating the calls: rows, files, clock and
 * outbox, but no fault rules and no credentials.
 */
export function keepState({ cloud }: TestCloud): () => void {
  const state = exportState(cloud);
  return () => importState(cloud, state);
}
