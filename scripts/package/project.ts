import { generateKeyPairSync } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ci from 'miniprogram-ci';

/** What WeChat's servers would answer about the app; the offline compile asks for it before it begins. */
const attributes = (ci as unknown as { DefaultProjectAttr: unknown }).DefaultProjectAttr;

/** The identity of the program, as WeChat's servers know it. */
export type ProjectIdentity = { appid: string; privateKeyPath: string };

/**
 * A copy of a built mini-program as a project of miniprogram-ci, alone in a folder: the checks watch every file
 * below a project. `run` may use it until it returns. Without an identity nothing reaches WeChat.
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

/** No offline check reads the key, but a project cannot be made without one. */
function offlineIdentity(folder: string): ProjectIdentity {
  const privateKeyPath = join(folder, 'key.pem');
  offlineKey ??= generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({
    type: 'pkcs1',
    format: 'pem',
  });
  writeFileSync(privateKeyPath, offlineKey);
  return { appid: 'wx0000000000000000', privateKeyPath };
}
