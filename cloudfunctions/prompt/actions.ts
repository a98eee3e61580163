import { defineAction } from '../shared/action';
import type { Context } from '../shared/context';
import { PromptKind, prompt } from '../shared/contracts/prompt';
import { adminRequest } from '../shared/data/core/audit';
import { fillTemplate } from '../shared/domain/studio/compose';
import type { PromptTemplate } from '../shared/domain/studio/prompt';
import type { Scene } from '../shared/domain/studio/scene';
import { AppError } from '../shared/error';
import { composePrompt } from '../shared/flows/prompts/compose';
import { startOf } from '../shared/paging';

export const generatePrompt = defineAction(prompt.generatePrompt, {
  access: 'member',
  async run({ kind, sceneId, options }, context) {
    const { caller, users } = context;
    const [scene, user] = await Promise.all([
      findScene(sceneId, context),
      users.find(caller.userId),
    ]);
    const isAdmin = user?.userType === 'admin';
    if (scene !== null && scene.status !== 'published' && !isAdmin) throw new AppError('NOT_FOUND');
    const { text, templateId, version } = await composePrompt({ kind, scene, options }, context);
    if (!isAdmin) return { text };
    return { text, template: { templateId, version, sceneVersion: scene?.version ?? 0 } };
  },
});

export const saveTemplate = defineAction(prompt.saveTemplate, {
  access: 'admin',
  async run({ templateId, template, requestId }, { caller, prompts }) {
    const request = adminRequest('saveTemplate', templateId, caller, requestId, template);
    return toState(await prompts.save(request, template));
  },
});

export const publishTemplate = defineAction(prompt.publishTemplate, {
  access: 'admin',
  async run({ templateId, version, requestId }, { caller, prompts }) {
    const input = { version: String(version) };
    const request = adminRequest('publishTemplate', templateId, caller, requestId, input);
    return toState(await prompts.publish(request, version));
  },
});

export const previewTemplate = defineAction(prompt.previewTemplate, {
  access: 'admin',
  async run({ text, sceneId, options }, context) {
    const scene = await findScene(sceneId, context);
    return { text: fillTemplate(text, { scenePrompt: scene?.prompt, options }) };
  },
});

export const listTemplates = defineAction(prompt.listTemplates, {
  access: 'support',
  async run(_, { prompts }) {
    const rows = await prompts.listAll();
    const active = await Promise.all(PromptKind.options.map((kind) => prompts.findActive(kind)));
    return {
      templates: rows.map((row) => ({
        ...{ ...toState(row), template: { kind: row.kind, name: row.name, text: row.text } },
        isActive: active.some((one) => one?.id === row.id),
      })),
    };
  },
});

export const listTemplateVersions = defineAction(prompt.listTemplateVersions, {
  access: 'support',
  async run({ templateId, cursor, pageSize }, { prompts, users }) {
    const page = await prompts.listVersions(templateId, startOf(cursor), pageSize);
    const names = await users.directory.nicknames(page.rows.map(({ adminId }) => adminId));
    return {
      versions: page.rows.map(({ version, kind, name, text, adminId, createdAt }) => ({
        ...{ templateId, version, template: { kind, name, text } },
        ...{ adminName: names.get(adminId) ?? '', createdAt: createdAt.toISOString() },
      })),
      nextCursor: page.nextCursor,
    };
  },
});

export const rollBackTemplate = defineAction(prompt.rollBackTemplate, {
  access: 'admin',
  async run({ templateId, version, requestId }, { caller, prompts }) {
    const input = { version: String(version) };
    const request = adminRequest('rollBackTemplate', templateId, caller, requestId, input);
    return toState(await prompts.rollBack(request, version));
  },
});

async function findScene(
  sceneId: string | undefined,
  { scenes }: Pick<Context, 'scenes'>,
): Promise<Scene | null> {
  if (sceneId === undefined) return null;
  const scene = await scenes.find(sceneId);
  if (scene === null) throw new AppError('NOT_FOUND');
  return scene;
}

function toState({ id: templateId, kind, version, latestVersion }: PromptTemplate) {
  return { templateId, kind, version, latestVersion };
}
