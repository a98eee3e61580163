import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ci from 'miniprogram-ci';

/** The app's attributes, which the offline compile would request from WeChat's servers before it starts. */
const attributes = (ci as unknown as { DefaultProjectAttr: unknown }).DefaultProjectAttr;

/** The mini-program's identity at WeChat. */
export type ProjectIdentity = { appid: string; privateKeyPath: string };

/**
 * Copies a built mini-program into a folder of its own as a project of miniprogram-ci, because the checks watch every
 * file in a project's folder. `run` may use it until it returns. Without an identity nothing is sent to WeChat.
 */
export async function withProject<Result>(
  root: string,
  run: (project: ci.Project, folder: string) => Promise<Result>,
  identity?: ProjectIdentity,
): Promise<Result> {
  const app = join(root, 'dist/miniprogram');
  if (!existsSync(join(app, 'app.json'))) {
    throw new Error('dist/miniprogram is missing: run npm run build first.');
  }
  const folder = mkdtempSync(join(tmpdir(), 'package-'));
  try {
    cpSync(app, join(folder, 'dist/miniprogram'), { recursive: true });
    cpSync(join(root, 'project.config.json'), join(folder, 'project.config.json'));
    const project = new ci.Project({
      ...(identity ?? offlineIdentity(folder)),
      type: 'miniProgram',
      projectPath: folder,
      ignores: [],
    });
    if (identity === undefined) {
      Object.assign(project, { attr: () => Promise.resolve(attributes) });
    }
    return await run(project, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

let offlineKey: string | Buffer | null = null;

/** No offline check reads the key, but a project cannot be created without one. */
function offlineIdentity(folder: string): ProjectIdentity {
  const privateKeyPath = join(folder, 'key.pem');
  offlineKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });
  writeFileSync(privateKeyPath, offlineKey);
  return { appid: 'wx0000000000000000', privateKeyPath };
}
