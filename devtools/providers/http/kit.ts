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
  /** 0 (the default) takes any free port. */
  port?: number;
  apiKeys: string[];
  now?: () => number;
  urlLifeSeconds?: number;
  /** More requests at a time than this are refused as too many. */
  concurrency?: number;
  /** Where pictures come from; shared between stubs it also shares its cache. */
  drawings?: Drawings;
  /** Is told what was asked and answered. */
  onExchange?: (exchange: Exchange) => void;
};

/** What the APIs of a vendor are made of. */
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
  /** Checks in the order of a vendor: who asks, then how often. */
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

/** Draws, and answers with the temporary address of the picture, which may be opened before it is ready. */
export function publish(
  { draw, pictures }: Pick<Kit, 'draw' | 'pictures'>,
  drawing: Drawing,
  behaviours: Behaviour[],
  toldAt: number,
): string {
  const drawn = draw({ ...drawing, prompt: withoutDirectives(drawing.prompt) });
  // A failed drawing shows when its address is opened; until then the rejection may have no listener.
  drawn.catch(() => undefined);
  return pictures.publish(drawn, behaviours, toldAt);
}

const thirtyDaysSeconds = 30 * 24 * 3600;

/**
 * Starts the stub of a vendor. `route` builds the vendor's APIs out of the kit and answers one call; pictures are served
 * beside them.
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
