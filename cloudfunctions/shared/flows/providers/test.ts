import { createHash } from 'node:crypto';
import type { AdminRequest } from '../../data/core/audit';
import type { ProviderTestRepository } from '../../data/providers/provider-tests';
import type { TasksArea } from '../../data/tasks/area';
import { judgeFidelity, questionsOf } from '../../domain/gates/fidelity';
import { anonymous } from '../../domain/ids';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { ApiConfig, ProviderTest } from '../../domain/provider/api-config';
import type { ProviderFault } from '../../domain/provider/fault';
import type { DoneOutcome, Provider } from '../../domain/provider/port';
import type { Clock } from '../../domain/time/clock';
import type { PictureDownload } from '../../domain/work/picture-download';
import { AppError } from '../../error';
import { checkPicture } from '../../pictures/decode';
import { sampleOrder } from './sample-order';
import type { SampleNeeds } from './sample-order';

export type ProviderTestNeeds = SampleNeeds & {
  clock: Clock;
  log: Log;
  providerTests: ProviderTestRepository;
  tasks: Pick<TasksArea, 'slots' | 'budget' | 'health'>;
  providers: { vendor(name: string): Provider | null; downloadPicture: PictureDownload };
  files: SampleNeeds['files'] & { upload(path: string, bytes: Buffer): Promise<string> };
};

const asyncStartMs = 15_000;
const checkMs = 6_000;
const maxDownloadMs = 20_000;

/**
 * Has a model carry out one real order of samples. It costs money, so it is counted, audited, and sent once per request;
 * repeating the request asks for its state. It takes slots of the model like every order, whether or not the model is switched
 * on.
 */
export async function testProvider(
  request: AdminRequest,
  needs: ProviderTestNeeds,
): Promise<ProviderTest> {
  const { providers, providerTests } = needs;
  const config = await providerTests.find(request.target);
  if (config === null) throw new AppError('NOT_FOUND');
  if (config.lastTest?.requestId === request.requestId) {
    return follow(config, config.lastTest, needs);
  }
  const provider = providers.vendor(config.provider);
  if (provider === null) throw new AppError('PROVIDER_NOT_CONFIGURED');
  return order(config, provider, request, needs);
}

async function order(
  config: ApiConfig,
  provider: Provider,
  request: AdminRequest,
  needs: ProviderTestNeeds,
): Promise<ProviderTest> {
  const { clock, providerTests, tasks } = needs;
  const content = await sampleOrder(config, needs);
  const { adminId, requestId } = request;
  const startedAt = clock.now();
  const deadline = new Date(startedAt.getTime() + config.deadlineSeconds * 1000);
  const test: ProviderTest = {
    ...{ requestId, adminId, model: config.model, state: 'running', startedAt, deadline },
    ...{ costFen: config.priceFen, fileId: '', problem: '' },
  };
  await takePlace(config, test, needs);
  try {
    if (!(await providerTests.begin(request, test))) return await findAgain(request, needs);
  } catch (refusal) {
    await tasks.slots.release(config.id, holderOf(test));
    throw refusal;
  }
  const outcome = await provider.start(
    {
      ...content,
      ...{ model: config.model, mode: config.mode, parameters: config.defaultParams },
      anonymousUserId: `admin-${anonymous(adminId)}`,
    },
    { timeoutMs: config.mode === 'sync' ? config.deadlineSeconds * 1000 : asyncStartMs },
  );
  switch (outcome.state) {
    case 'accepted': {
      const accepted = { ...test, providerTaskId: outcome.taskId };
      await providerTests.change(config.id, accepted);
      return accepted;
    }
    case 'done':
      return finish(config, test, await judge(config, outcome, needs), needs);
    default:
      return finish(config, test, { problem: problemOf(outcome) }, needs);
  }
}

/** The test begun by an identical concurrent request. */
async function findAgain(
  { requestId, target }: AdminRequest,
  { providerTests }: ProviderTestNeeds,
): Promise<ProviderTest> {
  const standing = (await providerTests.find(target))?.lastTest;
  if (standing?.requestId !== requestId) throw new AppError('REQUEST_REUSED');
  return standing;
}

/** Polls a running test at the vendor; one that is past its deadline without an answer has failed. */
async function follow(
  config: ApiConfig,
  test: ProviderTest,
  needs: ProviderTestNeeds,
): Promise<ProviderTest> {
  const { clock, providers } = needs;
  if (test.state !== 'running') return test;
  const isLate = clock.now() >= test.deadline;
  const provider = providers.vendor(config.provider);
  if (test.providerTaskId === undefined || provider?.check === undefined) {
    return isLate ? finish(config, test, { problem: '没有收到回应，可能已经计费' }, needs) : test;
  }
  const outcome = await provider.check(test.providerTaskId, { timeoutMs: checkMs });
  if (outcome.state === 'running') {
    return isLate ? finish(config, test, { problem: '超过了时限' }, needs) : test;
  }
  const end =
    outcome.state === 'done'
      ? await judge(config, outcome, needs)
      : { problem: problemOf(outcome) };
  return finish(config, test, end, needs);
}

export type End = { fileId: string } | { problem: string };

async function finish(
  config: ApiConfig,
  test: ProviderTest,
  end: End,
  { clock, providerTests, tasks }: ProviderTestNeeds,
): Promise<ProviderTest> {
  const ended: ProviderTest = {
    ...test,
    ...('problem' in end ? { state: 'failed' } : { state: 'worked' }),
    ...end,
    endedAt: clock.now(),
  };
  await providerTests.change(config.id, ended);
  await tasks.slots.release(config.id, holderOf(test));
  // A vendor that has just worked need not cool down any longer.
  if (ended.state === 'worked') await tasks.health.worked(config.provider);
  return ended;
}

export type JudgeNeeds = {
  log: Log;
  providers: { downloadPicture: PictureDownload };
  files: { upload(path: string, bytes: Buffer): Promise<string> };
};

/** Whether the result is usable: a valid picture, or an answer to every question. */
export async function judge(
  config: ApiConfig,
  { answers, pictures }: DoneOutcome,
  needs: JudgeNeeds,
  path = pathOf(config.id),
): Promise<End> {
  if (config.capability === 'vision') {
    const { verdict } = judgeFidelity(questionsOf(false), answers ?? {});
    return verdict === 'down' ? { problem: '没有按给出的选项回答' } : { fileId: '' };
  }
  const [picture] = pictures;
  if (picture === undefined) return { problem: '没有返回图片' };
  try {
    const bytes = await needs.providers.downloadPicture(picture.url, maxDownloadMs);
    if ('problem' in checkPicture(bytes)) return { problem: '返回的图片打不开' };
    return { fileId: await needs.files.upload(path, bytes) };
  } catch (error) {
    needs.log.warn('picture of a test not kept', { cause: describeError(error) });
    return { problem: '返回的图片取不到' };
  }
}

/** The next test of the model overwrites the picture. */
function pathOf(configId: string): string {
  const name = createHash('sha256').update(`test of\n${configId}`).digest('hex').slice(0, 32);
  return `private/provider-tests/${name}.png`;
}

export function holderOf({ requestId }: Pick<ProviderTest, 'requestId'>): string {
  return `test:${requestId}`;
}

/** Throws BUSY if the model has no free slot, PROVIDER_BUSY if the day's budget is used up. */
export async function takePlace(
  { id, maxConcurrent, perMinute, priceFen }: ApiConfig,
  test: Pick<ProviderTest, 'requestId' | 'deadline'>,
  { tasks }: Pick<ProviderTestNeeds, 'tasks'>,
): Promise<void> {
  const wanted = { configId: id, holder: holderOf(test) };
  const slot = await tasks.slots.takeConcurrent({
    ...wanted,
    ...{ max: maxConcurrent, until: test.deadline },
  });
  if (slot === null) throw new AppError('BUSY');
  try {
    if ((await tasks.slots.takeMinute({ ...wanted, max: perMinute })) === null) {
      throw new AppError('BUSY');
    }
    if (!(await tasks.budget.spend(wanted.holder, priceFen))) throw new AppError('PROVIDER_BUSY');
  } catch (refusal) {
    await tasks.slots.release(id, wanted.holder);
    throw refusal;
  }
}

const refusals: Record<Extract<ProviderFault, { state: 'refused' }>['reason'], string> = {
  content: '内容没有通过服务商的审核',
  input: '服务商不接受示例照片',
  tooLong: '描述太长',
  request: '服务商不接受这样的请求，请检查模型名称与参数',
};

export function problemOf(fault: ProviderFault): string {
  const code = `（${fault.providerCode}）`;
  switch (fault.state) {
    case 'refused':
      return `${refusals[fault.reason]}${code}`;
    case 'retry':
      return `服务商繁忙，稍后再试${code}`;
    case 'disabled':
      return `账户或模型不可用，请检查密钥、余额与开通状态${code}`;
    case 'unknown':
      return fault.isAnswered === true
        ? `回应里没有可用的结果${code}`
        : `没有收到回应，可能已经计费${code}`;
  }
}
