import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as ci from 'miniprogram-ci';
import type { Finding } from './finding';
import { withProject } from './project';

const maxPackageBytes = 20 * 1024 * 1024;

/** Compiles the whole project with WeChat's own tools, as an upload would, but without its servers. */
export function compileProject(root: string): Promise<Finding> {
  return withProject(root, async (project, folder): Promise<Finding> => {
    const name = 'compile';
    const archive = join(folder, 'compiled.zip');
    const { setting } = JSON.parse(readFileSync(join(root, 'project.config.json'), 'utf8')) as {
      setting: Record<string, unknown>;
    };
    try {
      await ci.getCompiledResult(
        { project, version: '0.0.0', desc: '', setting, onProgressUpdate: () => undefined },
        archive,
      );
    } catch (error) {
      return { name, success: false, text: describe(error) };
    }
    const bytes = existsSync(archive) ? statSync(archive).size : 0;
    const success = bytes > 0 && bytes <= maxPackageBytes;
    return { name, success, text: `${Math.round(bytes / 1024)} kB compiled` };
  });
}

function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { message } = error;
  return message;
}
