import { isDeepStrictEqual } from 'node:util';
import type { DataPlane } from './data-plane';
import { testCertificate, trust } from './certificate';
import type { Certificate } from './certificate';
import { copyEnvironment, createEnvironment, Refusal } from './model';
import type { StubEnvironment } from './model';
import { monitorActions } from './monitor';
import { startProxy } from './proxy';
import type { Request, Response } from './proxy';
import { startFunctionRunner } from './run-function';
import type { FunctionRunner } from './run-function';
import { functionOf, scfActions } from './scf';
import { checkTc3 } from './signature';
import type { Keys } from './signature';
import { answerCos, answerDownload, answerGateway } from './storage';
import { tcbActions, text } from './tcb';
import { answerWechat, createWechat } from './wechat';
import type { StubWechat } from './wechat';

export type Call = { service: string; action: string; params: Record<string, unknown> };

/** A Tencent Cloud account with one environment, called by the unmodified SDK. */
export type StubAccount = {
  proxyUrl: string;
  certificate: Certificate;
  keys: Keys;
  environment: StubEnvironment;
  calls: Call[];
  wechat: StubWechat;
  /** The calls that change something. */
  writes(): Call[];
  /** The n-th write takes effect, but its answer and everything after it are lost. */
  cutAfterWrite: number | null;
  /** The answer of every write is lost once, after it took effect, so the client repeats it. */
  losesAnswers: boolean;
  /** Every n-th call is answered with `RequestLimitExceeded`. */
  throttleEvery: number | null;
  /** Error codes with which actions are refused. */
  refusals: Map<string, string>;
  /** Serves the SDK of functions; without it the gateway only knows where files are. */
  dataPlane: DataPlane | null;
  /** Replaces the environment by the given one, or by an empty one like a new one from the console, and forgets all calls. */
  reset(environment?: StubEnvironment): void;
  close(): Promise<void>;
};

type Disturbances = Pick<
  StubAccount,
  'cutAfterWrite' | 'losesAnswers' | 'throttleEvery' | 'refusals'
>;
type OpenAccount = Omit<StubAccount, 'proxyUrl' | 'reset' | 'close'> & { runner: FunctionRunner };

const versions: Record<string, string> = {
  tcb: '2018-06-08',
  scf: '2018-04-16',
  monitor: '2018-07-24',
};
const actions = { tcb: tcbActions, scf: scfActions, monitor: monitorActions };
type ApiService = keyof typeof actions;

function isApiService(service: string): service is ApiService {
  return Object.hasOwn(actions, service);
}
const reading = /^(Describe|List|Get|head|list|download|Invoke|gateway)/;

export async function startAccount(envId = 'test-1a2b3c'): Promise<StubAccount> {
  const certificate = await testCertificate();
  const environment = createEnvironment(envId);
  const keys = { secretId: `AKID${'s'.repeat(32)}`, secretKey: `stub-secret-${'k'.repeat(20)}` };
  const runner = await startFunctionRunner(environment);
  const account: OpenAccount = {
    certificate,
    keys,
    environment,
    calls: [],
    wechat: createWechat(),
    dataPlane: null,
    writes: () => account.calls.filter(isWrite),
    ...undisturbed(),
    runner,
  };
  const proxy = await startProxy(certificate, (request) => handle(account, request));
  const distrust = trust(certificate);
  return Object.assign(account, {
    proxyUrl: proxy.url,
    reset: (next = createEnvironment(envId)) => {
      Object.assign(environment, copyEnvironment(next));
      account.calls.length = 0;
      Object.assign(account, undisturbed());
    },
    close: async () => {
      distrust();
      await proxy.close();
      await runner.close();
    },
  });
}

function undisturbed(): Disturbances {
  return { cutAfterWrite: null, losesAnswers: false, throttleEvery: null, refusals: new Map() };
}

async function handle(account: OpenAccount, request: Request): Promise<Response | null> {
  if (request.host === 'servicewechat.com') return answerWechat(account.wechat, request);
  // The SDK of the control plane uses the gateway too, but only for files.
  if (account.dataPlane !== null && isOfFunctions(request)) {
    return account.dataPlane.answer(request);
  }
  const call = toCall(request);
  const { calls, cutAfterWrite, losesAnswers, throttleEvery } = account;
  const isRepeated = calls.some((other) => isDeepStrictEqual(other, call));
  if (cutAfterWrite !== null && account.writes().length >= cutAfterWrite) return null;
  calls.push(call);
  if (throttleEvery !== null && calls.length % throttleEvery === 0) return throttled(call);
  const answer = await answerCall(account, request, call);
  if (!isWrite(call)) return answer;
  const isCut = cutAfterWrite !== null && account.writes().length >= cutAfterWrite;
  return isCut || (losesAnswers && !isRepeated) ? null : answer;
}

function isOfFunctions({ host, headers }: Request): boolean {
  if (host === '127.0.0.1') return true;
  return (
    serviceOf(host) === 'gateway' && String(headers['x-sdk-version']).startsWith('wx-server-sdk')
  );
}

function toCall({ host, method, path, headers, body }: Request): Call {
  const service = serviceOf(host);
  if (isApiService(service)) {
    const params = JSON.parse(body.toString() || '{}') as Record<string, unknown>;
    return { service, action: String(headers['x-tc-action']), params };
  }
  if (service === 'gateway') return { service, action: 'gateway', params: {} };
  const action = { PUT: 'upload', HEAD: 'head' }[method] ?? (path === '/' ? 'list' : 'download');
  return { service, action, params: { path } };
}

function serviceOf(host: string): string {
  if (host.endsWith('tcb-api.tencentcloudapi.com')) return 'gateway';
  if (host.endsWith('.tencentcloudapi.com')) return host.split('.')[0] ?? '';
  return host.endsWith('.tencentcos.cn') ? 'cos' : 'download';
}

function throttled({ service }: Call): Response {
  if (isApiService(service)) {
    return apiError('RequestLimitExceeded', 'the frequency limit is exceeded');
  }
  if (service === 'gateway') {
    const body = JSON.stringify({ code: 'EXCEED_REQUEST_LIMIT', message: 'too many requests' });
    return { status: 200, body };
  }
  return { status: 503, body: '<Error><Code>SlowDown</Code></Error>' };
}

async function answerCall(
  { environment, keys, runner, refusals }: OpenAccount,
  request: Request,
  { service, action, params }: Call,
): Promise<Response> {
  if (service === 'cos') return answerCos(environment, request, keys);
  if (service === 'gateway') return answerGateway(environment, request, keys);
  if (service === 'download') return answerDownload(environment, request);
  if (!isApiService(service)) return apiError('InvalidAction', service);
  const refusal = checkTc3(request, service, keys);
  if (refusal !== null) return apiError(refusal, 'the signature is wrong');
  if (request.headers['x-tc-version'] !== versions[service]) {
    return apiError('InvalidParameterValue', 'X-TC-Version');
  }
  try {
    const code = refusals.get(action);
    if (code !== undefined) throw new Refusal(code, action);
    const { EnvId: envId } = params;
    if (envId !== undefined && envId !== environment.envId) {
      throw new Refusal('ResourceNotFound', 'the environment was not found');
    }
    if (action === 'Invoke') return apiReply(await invoke(environment, runner, params));
    const handler = actions[service][action];
    if (handler === undefined) throw new Refusal('InvalidAction', action);
    return apiReply(handler(environment, params));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return apiError(error.code, error.message);
  }
}

async function invoke(
  environment: StubEnvironment,
  runner: FunctionRunner,
  params: Record<string, unknown>,
): Promise<object> {
  const event: unknown = JSON.parse(text(params['ClientContext']));
  return { Result: await runner.run(functionOf(environment, params), event) };
}

function isWrite({ action, params }: Call): boolean {
  return !reading.test(action) && !isQuery(action, params);
}

function isQuery(action: string, params: Record<string, unknown>): boolean {
  const commands = params['MgoCommands'] as { CommandType: string }[] | undefined;
  return (
    action === 'RunCommands' &&
    commands?.every(({ CommandType }) => CommandType === 'QUERY') === true
  );
}

function apiReply(reply: object): Response {
  return apiResponse({ ...reply, RequestId: 'stub' });
}

function apiError(code: string, message: string): Response {
  return apiResponse({ Error: { Code: code, Message: message }, RequestId: 'stub' });
}

function apiResponse(content: object): Response {
  return {
    status: 200,
    body: JSON.stringify({ Response: content }),
    headers: { 'content-type': 'application/json' },
  };
}
