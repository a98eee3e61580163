import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readEnvironmentFile } from '../devtools/emulator/environment-file';
import { logLevels } from '../devtools/emulator/logs/logs';
import type { LogLevel, LogRow } from '../devtools/emulator/logs/logs';
import { PlainError } from '../devtools/emulator/plain-error';
import { startCloud } from '../devtools/emulator/server';
import type { RunningCloud } from '../devtools/emulator/server';
import { createSimulator } from '../devtools/simulator/server/simulator';
import type { Simulator } from '../devtools/simulator/server/simulator';
import { build } from './build';
import { startProviders } from './start/providers';
import type { Providers } from './start/providers';
import { isStale } from './start/stale';
import { rebuildOnChange } from './start/watch';

const root = join(__dirname, '..');
const functionsFolder = join(root, 'dist/cloudfunctions');

const help = `npm start -- [options]
  --port N          default 8800
  --data DIR        where the data live, default .local-cloud
  --ephemeral       keep nothing between runs
  --node PATH       the Node that functions run on, in processes; else worker threads of this one
  --no-payment      nothing is for sale: virtual payment is not configured
  --no-simulator    the cloud only, without the phone
  --no-live-reload  the phone keeps its pages when their sources change
  --log-level L     debug, info, warn, error or silent: which logs of functions are shown, default info`;

type Options = {
  port: number;
  dataFolder: string | null;
  node: string | null;
  hasSimulator: boolean;
  hasPayment: boolean;
  liveReload: boolean;
  logLevel: LogLevel | 'silent';
};

class UsageError extends Error {}

function readOptions(): Options | null {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8800' },
      data: { type: 'string', default: join(root, '.local-cloud') },
      node: { type: 'string' },
      ephemeral: { type: 'boolean', default: false },
      'no-simulator': { type: 'boolean', default: false },
      'no-payment': { type: 'boolean', default: false },
      'no-live-reload': { type: 'boolean', default: false },
      'log-level': { type: 'string', default: 'info' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  });
  if (values.help) return null;
  const port = Number(values.port);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new UsageError(`--port must be a number from 0 to 65535, not ${values.port}`);
  }
  const logLevel = [...logLevels, 'silent' as const].find((level) => level === values['log-level']);
  if (logLevel === undefined) throw new UsageError(`--log-level knows no ${values['log-level']}`);
  if (values.node !== undefined && !isNode(values.node)) {
    throw new UsageError(`--node needs the path of a Node binary: ${values.node} does not run`);
  }
  return {
    port,
    node: values.node ?? null,
    dataFolder: values.ephemeral ? null : values.data,
    hasSimulator: !values['no-simulator'],
    hasPayment: !values['no-payment'],
    liveReload: !values['no-live-reload'],
    logLevel,
  };
}

/** Whether this app sells anything. */
function sells(): boolean {
  return existsSync(join(functionsFolder, 'payment'));
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}

/** Sets a message template, so that the app asks for consent to it here as in production. */
const workshopMessages = {
  NOTIFY_TASK_TEMPLATE_ID: 'workshop-task-ended',
  MINIPROGRAM_STATE: 'developer',
};

function isNode(path: string): boolean {
  return spawnSync(path, ['--version']).status === 0;
}

async function main(): Promise<void> {
  // Set before any date is created, because functions run in the cloud's time zone.
  process.env['TZ'] = 'UTC';
  const options = readOptions();
  if (options === null) {
    console.log(help);
    return;
  }
  if (isStale(root)) {
    console.log('building dist/ …');
    await build();
  }
  const host = { ...readEnvironmentFile(join(root, '.env')), ...process.env };
  const providers = await startProviders(host);
  const { liveReload } = options;
  const simulator = options.hasSimulator
    ? await createSimulator({ projectRoot: root, liveReload })
    : null;
  const running = await startCloud({
    port: options.port,
    handlers: [
      (request, response) => Promise.resolve(answerExchanges(providers, request, response)),
      ...(simulator === null
        ? []
        : [
            (request: IncomingMessage, response: ServerResponse) =>
              simulator.handle(request, response),
          ]),
    ],
    functionsFolder,
    templatesFolder: join(root, 'database-templates'),
    dataFolder: options.dataFolder,
    node: options.node,
    environment: { ...workshopMessages, ...host, ...providers.environment },
    ...(isSet(host['WECHAT_APP_SECRET'])
      ? {}
      : { wechat: { hasPayment: options.hasPayment && sells() } }),
    // Allowed in addition to the hosts in a function's variables, e.g. a provider's picture host.
    allowedHosts: host['LOCAL_CLOUD_ALLOWED_HOSTS']?.split(',').filter(Boolean) ?? [],
    automaticTimers: true,
  });
  providers.follow(running.cloud.clock);
  running.cloud.logs.onRow((row) => printLog(row, options.logLevel));
  // Only at a terminal: programs that start this one build by themselves.
  const stopWatching = process.stdout.isTTY ? rebuildOnChange(root) : () => undefined;
  stopOnSignal(async () => {
    stopWatching();
    await Promise.all([simulator?.close(), running.close(), providers.close()]);
  });
  console.log(`ready ${running.url}`);
  console.log(hints(running, options, providers.description));
  await warmUp(simulator);
}

/** The recorded requests to the stub providers, for the console. */
function answerExchanges(
  providers: Providers,
  { url }: IncomingMessage,
  response: ServerResponse,
): boolean {
  if (url !== '/providers/exchanges') return false;
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify(providers.exchanges()));
  return true;
}

/** Builds the pages while the developer opens the browser. */
async function warmUp(simulator: Simulator | null): Promise<void> {
  try {
    await simulator?.warmUp();
  } catch (error) {
    // The page also shows the build error; the cloud works without it.
    console.error(error instanceof Error ? error.message : error);
  }
}

function hints(
  { url, cloud }: RunningCloud,
  { dataFolder, hasSimulator }: Options,
  provider: string,
): string {
  return [
    ...(hasSimulator ? [`  phone        ${url}/   console ${url}/console`] : []),
    `  functions    ${cloud.functions.names().join(' ')}`,
    `  provider     ${provider}`,
    `  data         ${dataFolder ?? 'in memory, gone when this stops'}`,
    `  try          npm run local -- invoke login '{"action":"wxLogin","data":{}}' --as alice`,
    `  control      ${url}/local/health   (npm run local -- --help)`,
    '  Ctrl+C stops it.',
  ].join('\n');
}

function printLog({ level, function: name, message }: LogRow, minLevel: Options['logLevel']): void {
  if (minLevel === 'silent' || logLevels.indexOf(level) < logLevels.indexOf(minLevel)) return;
  console.log(`${level.padEnd(5)} ${name}  ${message}`);
}

/** One Ctrl+C may arrive twice: from the terminal and from the parent process. */
const repeatAfterMs = 1000;

function stopOnSignal(close: () => Promise<void>): void {
  let stoppingSince: number | undefined;
  const stop = (): void => {
    if (stoppingSince !== undefined) {
      if (performance.now() - stoppingSince > repeatAfterMs) process.exit(1);
      return;
    }
    stoppingSince = performance.now();
    close().then(
      () => process.exit(0),
      (error: unknown) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  if (process.env['npm_lifecycle_event'] === 'start') stopWithParent(stop);
}

/** A signal to npm ends the shell between npm and this process, but is not forwarded to this process. */
function stopWithParent(stop: () => void): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    stop();
  }, 200);
  timer.unref();
}

main().catch((error: unknown) => {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code === 'EADDRINUSE') {
    console.error(
      'The port is taken; perhaps a local cloud runs already. Stop it, or start another one beside it:\n' +
        '  npm start -- --port 8801 --ephemeral',
    );
  } else if (error instanceof PlainError) {
    console.error(message);
  } else if (error instanceof UsageError || code?.startsWith('ERR_PARSE_ARGS') === true) {
    console.error(`${message}\n\n${help}`);
  } else {
    console.error(error);
  }
  process.exit(1);
});
