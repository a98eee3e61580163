import { readFileSync, writeFileSync } from 'node:fs';
import { onDisk } from '../../devtools/emulator/disk/disk-error';
import { LocalCloudError, callLocalCloud } from './cloud';

export type Options = Record<string, string | undefined>;

export type Command = {
  usage: string;
  about: string;
  run(words: string[], options: Options): Promise<unknown>;
};

export const commands: Record<string, Command> = {
  health: {
    usage: 'health',
    about: 'functions, collections and the time of the local cloud',
    run: () => callLocalCloud('GET', '/local/health'),
  },
  invoke: {
    usage: `invoke <function> '<json>' [--as <openid>] [--source wx_client]`,
    about: 'call a function from the phone of a user',
    run: ([name, data], { as, source }) =>
      callLocalCloud('POST', '/local/invoke', {
        name: need(name, 'the function'),
        data: toJson(data ?? '{}'),
        ...(as === undefined ? {} : { openid: as }),
        ...(source === undefined ? {} : { source }),
      }),
  },
  query: {
    usage: `query <collection> ['<json>'] [--limit 20] [--skip 0] [--order '[["createdAt",-1]]']`,
    about: 'rows of a collection (EJSON: dates are {"$date": "…"})',
    run: ([name, query], { limit, skip, order }) => {
      const parameters = new URLSearchParams({ limit: limit ?? '20' });
      if (query !== undefined) parameters.set('query', query);
      if (skip !== undefined) parameters.set('skip', skip);
      if (order !== undefined) parameters.set('orderBy', order);
      const path = `/local/collections/${encodeURIComponent(need(name, 'the collection'))}`;
      return callLocalCloud('GET', `${path}?${parameters.toString()}`);
    },
  },
  faults: {
    usage: `faults [list | clear | set '<json array of rules>']`,
    about: 'fault rules, and how often each fired',
    run([verb = 'list', rules]) {
      switch (verb) {
        case 'list':
          return callLocalCloud('GET', '/local/faults');
        case 'clear':
          return callLocalCloud('DELETE', '/local/faults');
        case 'set':
          return callLocalCloud('PUT', '/local/faults', toJson(need(rules, 'the rules')));
        default:
          throw new LocalCloudError(`faults knows list, clear and set, not ${verb}`);
      }
    },
  },
  clock: {
    usage: 'clock [<ISO time> | +<seconds> | reset]',
    about: 'show or move the business clock of functions and timers',
    run: ([setting]) => moveClock(setting),
  },
  trigger: {
    usage: 'trigger <function> <trigger>',
    about: 'fire a timer now',
    run: ([name, trigger]) =>
      callLocalCloud(
        'POST',
        `/local/trigger/${need(name, 'the function')}/${need(trigger, 'the trigger')}`,
      ),
  },
  logs: {
    usage: 'logs [--function <name>] [--request <id>]',
    about: 'logs of functions',
    run(_words, options) {
      const parameters = new URLSearchParams();
      if (options['function'] !== undefined) parameters.set('function', options['function']);
      if (options['request'] !== undefined) parameters.set('requestId', options['request']);
      return callLocalCloud('GET', `/local/logs?${parameters.toString()}`);
    },
  },
  outbox: {
    usage: 'outbox [redeliver <id>]',
    about: 'pushes and messages that were sent; deliver one again',
    run: ([verb, id]) =>
      verb === 'redeliver'
        ? callLocalCloud('POST', `/local/outbox/${need(id, 'the id')}/redeliver`)
        : callLocalCloud('GET', '/local/outbox'),
  },
  export: {
    usage: 'export <file>',
    about: 'write the whole state to a file',
    async run([file]) {
      const path = need(file, 'the file');
      writeText(path, JSON.stringify(await callLocalCloud('GET', '/local/export'), null, 1));
      return { written: path };
    },
  },
  import: {
    usage: 'import <file>',
    about: 'replace the whole state by an exported one',
    run: ([file]) =>
      callLocalCloud('POST', '/local/import', toJson(textOf(need(file, 'the file')))),
  },
  reset: {
    usage: 'reset [--empty]',
    about: 'back to the seed rows, or to empty collections',
    run: (_words, { empty }) =>
      callLocalCloud('POST', '/local/reset', { seed: empty === undefined }),
  },
};

async function moveClock(setting: string | undefined): Promise<unknown> {
  if (setting === undefined) return callLocalCloud('GET', '/local/clock');
  if (setting === 'reset') return callLocalCloud('PUT', '/local/clock', { offsetMs: null });
  if (!/^[+-]\d+$/.test(setting)) return callLocalCloud('PUT', '/local/clock', { now: setting });
  const { offsetMs } = (await callLocalCloud('GET', '/local/clock')) as { offsetMs: number };
  return callLocalCloud('PUT', '/local/clock', { offsetMs: offsetMs + Number(setting) * 1000 });
}

function need(word: string | undefined, what: string): string {
  if (word === undefined) throw new LocalCloudError(`${what} is missing`);
  return word;
}

function toJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    throw new LocalCloudError(`not JSON: ${error instanceof Error ? error.message : ''}`);
  }
}

function textOf(file: string): string {
  return onDisk(file, () => readFileSync(file, 'utf8'));
}

function writeText(file: string, text: string): void {
  onDisk(file, () => writeFileSync(file, text));
}
