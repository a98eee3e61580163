import * as z from 'zod';
import { InvalidRowError } from '../../cloudfunctions/shared/data/core/rows';
import { isAppError } from '../../cloudfunctions/shared/error';
import { LocalCloudError } from '../local/cloud';

/** An error that the admin can fix; shown as one sentence without a stack. */
export class AdminError extends Error {}

/** Error codes of the disk, with the remedy. */
const diskReasons: Record<string, string> = {
  ENOENT: '文件或目录不存在',
  ENOSPC: '磁盘已满，请先腾出空间',
  EDQUOT: '磁盘配额已用完，请先腾出空间',
  EROFS: '文件系统只读，请换一个目录',
  EACCES: '没有权限，请修改权限或换一个目录',
  EPERM: '没有权限，请修改权限或换一个目录',
  EISDIR: '这是一个目录，需要的是文件',
  ENOTDIR: '路径中有一段不是目录',
  EIO: '磁盘读写出错，请换一个磁盘',
  EMFILE: '打开的文件太多，请提高限制（ulimit -n）',
};

/** Why a tool stopped, in one sentence. */
export function explainError(error: unknown): string {
  if (error instanceof AdminError || error instanceof LocalCloudError) return error.message;
  return `无法完成：${reasonOf(error)}`;
}

/** Only the reason, for output that already names the failed step. */
export function reasonOf(error: unknown): string {
  if (error instanceof InvalidRowError) {
    const { collection, id, cause } = error.row;
    return `记录 ${collection}/${id} 不符合数据结构（${cause}）`;
  }
  if (error instanceof z.ZodError) return `数据不符合预期（${wordsOf(error)}）`;
  if (isAppError(error)) {
    const { cause, failure } = error;
    return cause === undefined ? failure : `${failure}：${reasonOf(cause)}`;
  }
  if (typeof error !== 'object' || error === null) return String(error);
  const { code, errMsg, message, path } = error as Record<string, unknown>;
  const reason = typeof code === 'string' ? diskReasons[code] : undefined;
  if (reason !== undefined) {
    return `${typeof path === 'string' ? `${path}：` : ''}${reason}（${String(code)}）`;
  }
  const words = [errMsg, message].find((text) => typeof text === 'string' && text !== '');
  return typeof words === 'string' ? words : '原因不明';
}

function wordsOf({ issues }: z.ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; ');
}
