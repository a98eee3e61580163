import { defineAction } from '../shared/action';
import { scene } from '../shared/contracts/scene';
import { adminRequest } from '../shared/data/core/audit';
import type { Scene } from '../shared/domain/studio/scene';
import { startOf } from '../shared/paging';
import { storeCover as store } from './cover';

export const getScenes = defineAction(scene.getScenes, {
  access: 'member',
  async run({ category, cursor, pageSize }, { scenes }) {
    const { rows, nextCursor } = await scenes.list({ category, after: cursor ?? '' }, pageSize);
    return {
      scenes: rows.map(({ id: sceneId, name, category: group, coverUrl }) => ({
        ...{ sceneId, name, category: group, coverUrl },
      })),
      nextCursor,
    };
  },
});

export const storeCover = defineAction(scene.storeCover, {
  access: 'admin',
  async run({ fileId }, context) {
    return { coverUrl: await store(fileId, context) };
  },
});

export const saveScene = defineAction(scene.saveScene, {
  access: 'admin',
  async run({ sceneId, scene: content, requestId }, { caller, scenes }) {
    const { order, ...words } = content;
    const input = { ...words, order: String(order) };
    const request = adminRequest('saveScene', sceneId, caller, requestId, input);
    return toState(await scenes.save(request, content));
  },
});

export const publishScene = defineAction(scene.publishScene, {
  access: 'admin',
  async run({ sceneId, version, requestId }, { caller, scenes }) {
    const input = { version: String(version) };
    const request = adminRequest('publishScene', sceneId, caller, requestId, input);
    return toState(await scenes.publish(request, version));
  },
});

export const retireScene = defineAction(scene.retireScene, {
  access: 'admin',
  async run({ sceneId, requestId }, { caller, scenes }) {
    return toState(
      await scenes.retire(adminRequest('retireScene', sceneId, caller, requestId, {})),
    );
  },
});

export const listAllScenes = defineAction(scene.listAllScenes, {
  access: 'support',
  async run(_, { scenes }) {
    const rows = await scenes.listAll();
    return {
      scenes: rows.map((row) => {
        const { name, category, coverUrl, prompt, order } = row;
        return { ...toState(row), scene: { name, category, coverUrl, prompt, order } };
      }),
    };
  },
});

export const listVersions = defineAction(scene.listVersions, {
  access: 'support',
  async run({ sceneId, cursor, pageSize }, { scenes, users }) {
    const { rows, nextCursor } = await scenes.listVersions(sceneId, startOf(cursor), pageSize);
    const [states, names] = await Promise.all([
      scenes.findAll([...new Set(rows.map((row) => row.sceneId))]),
      users.directory.nicknames(rows.map(({ adminId }) => adminId)),
    ]);
    return {
      scenes: states.map(toState),
      versions: rows.map(({ id: _, createdAt, ...version }) => ({
        ...{ ...version, createdAt: createdAt.toISOString() },
        adminName: names.get(version.adminId) ?? '',
      })),
      nextCursor,
    };
  },
});

export const rollBackScene = defineAction(scene.rollBackScene, {
  access: 'admin',
  async run({ sceneId, version, requestId }, { caller, scenes }) {
    const input = { version: String(version) };
    const request = adminRequest('rollBackScene', sceneId, caller, requestId, input);
    return toState(await scenes.rollBack(request, version));
  },
});

function toState({ id: sceneId, status, version, latestVersion }: Scene) {
  return { sceneId, status, version, latestVersion };
}
