import { defineAction } from '../../shared/action';
import type { Context } from '../../shared/context';
import { admin } from '../../shared/contracts/admin';
import type { Model, ModelChange } from '../../shared/contracts/provider';
import { AppError } from '../../shared/error';
import { listModels, readWeek } from '../models';

const shownChanges = 5;
const changing = ['saveProvider', 'undoProvider'];

export const listProviders = defineAction(admin.listProviders, {
  access: 'support',
  async run(_, context) {
    return { models: await listModels(context) };
  },
});

export const getProvider = defineAction(admin.getProvider, {
  access: 'support',
  async run({ configId }, context) {
    const { model, models } = await requireModel(configId, context);
    const rivals = models.filter(({ capability }) => capability === model.capability);
    const [week, changes] = await Promise.all([
      readWeek(model, context),
      listChanges(model, context),
    ]);
    return { model, rivals, week, changes };
  },
});

export const saveProvider = defineAction(admin.saveProvider, {
  access: 'admin',
  async run({ configId, version, settings, requestId }, context) {
    const { userId: adminId } = context.caller;
    const input = { version: String(version), settings: JSON.stringify(settings) };
    const request = { action: 'saveProvider', adminId, requestId, target: configId, input };
    await context.modelChanges.save(request, version, settings);
    return { model: (await requireModel(configId, context)).model };
  },
});

export const undoProvider = defineAction(admin.undoProvider, {
  access: 'admin',
  async run({ configId, changeId, requestId }, context) {
    const { userId: adminId } = context.caller;
    const input = { changeId };
    const request = { action: 'undoProvider', adminId, requestId, target: configId, input };
    await context.modelChanges.undo(request, changeId);
    return { model: (await requireModel(configId, context)).model };
  },
});

async function requireModel(configId: string, context: Parameters<typeof listModels>[0]) {
  const models = await listModels(context);
  const model = models.find((one) => one.configId === configId);
  if (model === undefined) throw new AppError('NOT_FOUND');
  return { model, models };
}

async function listChanges(
  { configId, version }: Model,
  { adminLogs, users }: Pick<Context, 'adminLogs' | 'users'>,
): Promise<ModelChange[]> {
  const logs = await adminLogs.listOf(configId, 20);
  const made = logs.filter(({ action }) => changing.includes(action)).slice(0, shownChanges);
  const names = await users.directory.nicknames(made.map(({ operator }) => operator));
  return made.map(({ id: changeId, before, after, operator, createdAt }, index) => ({
    ...{ changeId, before: settingsOf(before), after: settingsOf(after) },
    adminName: names.get(operator) ?? '',
    createdAt: createdAt.toISOString(),
    canUndo: index === 0 && after['version'] === version,
  }));
}

const names = ['priority', 'weight', 'maxConcurrent', 'perMinute', 'isActive'];

function settingsOf(facts: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(facts).filter(([name]) => names.includes(name)));
}
