import { createHash } from 'node:crypto';
import type { AdminRequest } from '../../data/core/audit';
import type { PreviewRepository } from '../../data/studio/previews';
import { anonymous } from '../../domain/ids';
import type { ApiConfig, ConfiguredCapability } from '../../domain/provider/api-config';
import type { OrderContent, Provider } from '../../domain/provider/port';
import { fillTemplate } from '../../domain/studio/compose';
import type { Preview } from '../../domain/studio/preview';
import { healthy, readiness } from '../../domain/tasks/health';
import { AppError } from '../../error';
import { composePrompt } from '../prompts/compose';
import { sampleUrl } from './sample-order';
import { holderOf, judge, problemOf, takePlace } from './test';
import type { End, ProviderTestNeeds } from './test';

/**
 * What is previewed: the text of a scene, or of a photography template; an absent text is the published one. Try-on models read
 * no text, so there is nothing to preview for them.
 */
export type Draft = {
  target: string;
  sceneText?: string | undefined;
  templateText?: string | undefined;
};
export type PreviewNeeds = Omit<ProviderTestNeeds, 'providerTests'> & {
  previews: PreviewRepository;
  apiConfigs: { list(capability: ConfiguredCapability): Promise<ApiConfig[]> };
};

const asyncStartMs = 15_000;
const checkMs = 6_000;

/**
 * Has the model that users get make one picture of our samples with an unpublished text. It costs money, so it counts against the
 * day's budget, is audited, and is sent once per request; repeating the request asks for its state.
 */
export async function previewDraft(
  draft: Draft,
  request: AdminRequest,
  needs: PreviewNeeds,
): Promise<Preview> {
  const standing = await needs.previews.find(draft.target);
  const textHash = hashOf(JSON.stringify([draft.sceneText, draft.templateText]));
  if (standing?.requestId === request.requestId) {
    if (standing.textHash !== textHash) throw new AppError('REQUEST_REUSED');
    return followPreview(standing, needs);
  }
  // Checked again at the write; checked here so that a refused one does not use up the budget.
  if (isRunning(standing, needs.clock.now())) throw new AppError('BUSY');
  const { config, provider } = await chooseModel(needs);
  const text = await textOf(draft, needs);
  const content = await contentOf(config, text, needs);
  const { adminId, requestId } = request;
  const startedAt = needs.clock.now();
  const preview: Preview = {
    ...{ target: draft.target, requestId, adminId, configId: config.id, model: config.model },
    ...{ textHash, state: 'running', startedAt, costFen: config.priceFen },
    deadline: new Date(startedAt.getTime() + config.deadlineSeconds * 1000),
    ...{ fileId: '', problem: '' },
  };
  await takePlace(config, preview, needs);
  try {
    if (!(await needs.previews.begin(request, preview))) return await findAgain(preview, needs);
  } catch (refusal) {
    await needs.tasks.slots.release(config.id, holderOf(preview));
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
      const accepted = { ...preview, providerTaskId: outcome.taskId };
      await needs.previews.change(accepted);
      return accepted;
    }
    case 'done':
      return finish(preview, await judge(config, outcome, needs, pathOf(preview)), needs);
    default:
      return finish(preview, { problem: problemOf(outcome) }, needs);
  }
}

function isRunning(standing: Preview | null, now: Date): boolean {
  return standing?.state === 'running' && now < standing.deadline;
}

/** Polls a running preview at the vendor; one that is past its deadline without an answer has failed. */
async function followPreview(preview: Preview, needs: PreviewNeeds): Promise<Preview> {
  const { clock, providers } = needs;
  if (preview.state !== 'running') return preview;
  const isLate = clock.now() >= preview.deadline;
  const lost: End = { problem: '没有收到回应，可能已经计费' };
  const config = await findConfig(preview, needs);
  const provider = config === null ? null : providers.vendor(config.provider);
  if (config === null || preview.providerTaskId === undefined || provider?.check === undefined) {
    return isLate ? finish(preview, lost, needs) : preview;
  }
  const outcome = await provider.check(preview.providerTaskId, { timeoutMs: checkMs });
  if (outcome.state === 'running') {
    return isLate ? finish(preview, { problem: '超过了时限' }, needs) : preview;
  }
  const end =
    outcome.state === 'done'
      ? await judge(config, outcome, needs, pathOf(preview))
      : { problem: problemOf(outcome) };
  return finish(preview, end, needs);
}

async function finish(preview: Preview, end: End, needs: PreviewNeeds): Promise<Preview> {
  const { clock, previews, tasks } = needs;
  const ended: Preview = {
    ...preview,
    ...('problem' in end ? { state: 'failed' } : { state: 'worked' }),
    ...end,
    endedAt: clock.now(),
  };
  await previews.change(ended);
  await tasks.slots.release(preview.configId, holderOf(preview));
  return ended;
}

/** The same request was sent twice at once: the other call has begun it and holds its slot. */
async function findAgain(
  { target, requestId }: Preview,
  { previews }: PreviewNeeds,
): Promise<Preview> {
  const standing = await previews.find(target);
  if (standing?.requestId !== requestId) throw new AppError('REQUEST_REUSED');
  return standing;
}

/**
 * The first model that users would get. Throws PROVIDER_NOT_CONFIGURED if there is none, PROVIDER_BUSY if all are cooling down.
 */
async function chooseModel({
  apiConfigs,
  clock,
  providers,
  tasks,
}: PreviewNeeds): Promise<{ config: ApiConfig; provider: Provider }> {
  const [configs, health] = await Promise.all([apiConfigs.list('edit'), tasks.health.list()]);
  const usable = configs.flatMap((config) => {
    const provider = config.isActive ? providers.vendor(config.provider) : null;
    return provider === null ? [] : [{ config, provider }];
  });
  if (usable.length === 0) throw new AppError('PROVIDER_NOT_CONFIGURED');
  const ready = usable.find(({ config: { provider } }) => {
    return readiness(health.get(provider) ?? healthy(provider), clock.now()) === 'ready';
  });
  if (ready === undefined) throw new AppError('PROVIDER_BUSY');
  return ready;
}

async function findConfig(
  { configId }: Preview,
  { apiConfigs }: PreviewNeeds,
): Promise<ApiConfig | null> {
  return (await apiConfigs.list('edit')).find(({ id }) => id === configId) ?? null;
}

async function textOf({ sceneText, templateText }: Draft, needs: PreviewNeeds): Promise<string> {
  const options = { model: 'female' as const };
  const scenePrompt =
    sceneText ?? (await needs.scenes.list({ after: '' }, 1)).rows[0]?.prompt ?? '';
  if (templateText !== undefined) return fillTemplate(templateText, { scenePrompt, options });
  const scene = { prompt: scenePrompt };
  return (await composePrompt({ kind: 'photography', scene, options }, needs)).text;
}

async function contentOf(
  { sizes }: ApiConfig,
  prompt: string,
  needs: PreviewNeeds,
): Promise<OrderContent> {
  const size = sizes.includes('864x1152') ? '864x1152' : (sizes[0] ?? '1024x1024');
  const inputs = [{ url: await sampleUrl('garment', needs), role: 'garment' as const }];
  return { capability: 'edit', prompt, size, quality: 'standard', inputs };
}

export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** The next preview of the same target overwrites the picture. */
function pathOf({ target }: Preview): string {
  return `private/previews/${hashOf(`preview of\n${target}`)}.png`;
}
