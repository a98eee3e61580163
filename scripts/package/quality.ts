import * as ci from 'miniprogram-ci';
import type { Finding } from './finding';
import { withProject } from './project';

/** The checks of the package that WeChat's tools list before an upload. */
export function checkQuality(root: string): Promise<Finding[]> {
  return withProject(root, async (project) => (await ci.checkCodeQuality(project)) as Finding[]);
}
