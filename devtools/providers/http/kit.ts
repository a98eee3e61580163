import { createDrawings } from '../painter/drawings';
import type { Drawing, Drawings } from '../painter/drawings';
import { createAnswers } from './answers';
import type { Answers } from './answers';
import { withoutDirectives } from './directives';
import type { Behaviour } from './directives';
import { checkKey } from './fields';
import type { Exchange } from './exchanges';
import { createPictures } from './pictures';
import type { Pictures } from './pictures';
import { createRules } from './rules';
import type { Rules } from './rules';
import { listen } from './server';
import type { Call, StubServer } from './server';
import { createTasks } from './tasks';
import type { Tasks } from './tasks';
import type { Vendor } from './vendor';

export type StubOptions = {
  /** 0 (the default) picks a free port. */
  port?: number;
  apiKeys: string[];
  now?: () => number;
  urlLifeSeconds?: number;
  /** The maximum number of concurrent requests; more are refused. */
  concurrency?: number;
  /** Draws the pictures; stubs that share it also share its cache. */
  drawings?: Drawings;
  /** Called with every request and its answer. */
  onExchange?: (exchange: Exchange) => void;
};

/** The parts from which a vendor's APIs are built. */
export type Kit = {
  vendor: Vendor;
  apiKeys: readonly string[];
  concurrency: number;
  now: () => number;
  rules: Rules;
  answers: Answers;
  pictures: Pictures;
  tasks: Tasks;
  draw: (drawing: Drawing) => Promise<Buffer>;
};

export type Running = {
  /** Counts the request until its response is closed. */
  begin(call: Pick<Call, 'response'>): void;
  /** Checks a call in the order of a vendor: the key first, then the concurrency. */
  admit(call: Pick<Call, 'request'>): void;
};

export function createRunning({ apiKeys, concurrency, vendor }: Kit): Running {
  let running = 0;
  return {
    begin({ response }) {
      running += 1;
      response.once('close', () => (running -= 1));
    },
    admit({ request }) {
      checkKey(request, apiKeys, vendor);
      if (running >= concurrency) throw vendor.errors.tooMany();
    },
  };
}

/** Starts drawing and returns the temporary URL of the picture, which may be opened before the picture is ready. */
export function publish(
  { draw, pictures }: Pick<Kit, 'draw' | 'pictures'>,
  drawing: Drawing,
  behaviours: Behaviour[],
  toldAt: number,
): string {
  const drawn = draw({ ...drawing, prompt: withoutDirectives(drawing.prompt) });
  // A failed drawing is reported when its URL is opened; until then nothing may handle the rejection.
  drawn.catch(() => undefined);
  return pictures.publish(drawn, behaviours, toldAt);
}

const thirtyDaysSeconds = 30 * 24 * 3600;

/**
 * Starts the stub of a vendor. `createApis` builds the vendor's APIs from the kit; their `route` answers one call.
 * Pictures are served as well.
 */
export async function startStub<Apis extends { route: (call: Call) => Promise<boolean> }>(
  vendor: Vendor,
  options: StubOptions,
  createApis: (kit: Kit) => Apis,
): Promise<{ apis: Apis; server: StubServer; rules: Rules }> {
  const now = options.now ?? Date.now;
  const drawings = options.drawings ?? createDrawings();
  const answers = createAnswers(vendor);
  const rules = createRules(vendor);
  let origin = '';
  const pictures = createPictures({
    origin: () => origin,
    now,
    urlLifeSeconds: options.urlLifeSeconds ?? thirtyDaysSeconds,
  });
  const apis = createApis({
    vendor,
    apiKeys: options.apiKeys,
    concurrency: options.concurrency ?? Number.POSITIVE_INFINITY,
    now,
    rules,
    answers,
    pictures,
    tasks: createTasks(),
    draw: (drawing) => drawings.draw(drawing),
  });
  const { onExchange } = options;
  const server = await listen(
    vendor.name,
    options.port ?? 0,
    async (call) => {
      const { name, path, response } = call;
      if (name.startsWith('GET /pictures/')) await pictures.serve(path, response, answers.wait);
      else if (!(await apis.route(call)))
        answers.error(response, vendor.errors.unknownPath(), call.id);
    },
    onExchange && ((exchange) => onExchange({ at: new Date(now()), ...exchange })),
  );
  origin = server.origin;
  return {
    apis,
    rules,
    server: {
      origin,
      async close() {
        answers.stop();
        await server.close();
        if (options.drawings === undefined) await drawings.close();
      },
    },
  };
}
