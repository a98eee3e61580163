import { spawnSync } from 'node:child_process';

/** The git state of a folder. */
export type Git = {
  /** Null outside a repository. */
  commit: string | null;
  isClean: boolean;
  /** False when git refused the tag because it exists. */
  tag(name: string, message: string): boolean;
};

export function openGit(folder: string): Git {
  const run = (...words: string[]) => {
    const { status, stdout } = spawnSync('git', words, { cwd: folder, encoding: 'utf8' });
    return status === 0 ? stdout.trim() : null;
  };
  return {
    commit: run('rev-parse', '--short=10', 'HEAD'),
    isClean: run('status', '--porcelain', '--untracked-files=no') === '',
    tag: (name, message) => run('tag', '--annotate', name, '--message', message) !== null,
  };
}
