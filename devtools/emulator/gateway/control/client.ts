import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { toPath } from '../../identity';
import type { FileInfo } from '../../storage/files';
import { maxFileIds } from '../../storage/limits';
import { checkedPath } from '../../storage/path';
import { toErrCode } from '../../wire/error-codes';
import { ControlError, check } from '../router';
import type { ControlRequest, Route } from '../router';
import { Openid } from './functions';

const FileIds = z
  .array(z.string())
  .min(1)
  .max(maxFileIds, `at most ${maxFileIds} files in one call`);
const WantedUrl = z.union([
  z.string().transform((fileID) => ({ fileID, maxAge: undefined })),
  z.object({ fileID: z.string(), maxAge: z.number().optional() }),
]);

const permissionDenied = { errCode: -503002, errMsg: 'storage permission denied' };
const deniedStatus = { status: permissionDenied.errCode, errMsg: permissionDenied.errMsg };

/** The status of one file in a reply about several files. */
function statusOf(code: string): { status: number; errMsg: string } {
  return code === 'SUCCESS'
    ? { status: 0, errMsg: 'ok' }
    : { status: toErrCode(code), errMsg: code };
}

/** Files and subscriptions of `wx.cloud`; the header `x-openid` names the user of the phone. */
export function clientRoutes({ storage, subscribeMessages, permissions }: Cloud): Route[] {
  const fileOf = (fileID: string): FileInfo | null => storage.find(toPath(fileID) ?? '');

  /** A request without `x-openid` comes from the console, which is exempt from the rules. */
  function mayRead(fileID: string, openid: string | undefined): boolean {
    const file = fileOf(fileID);
    return file === null || openid === undefined || permissions.storage.mayRead(file, openid);
  }

  return [
    {
      method: 'POST',
      path: '/local/client/upload',
      query: ['path'],
      async run(request) {
        const openid = callerOf(request);
        const path = checkedPath(request.query.get('path') ?? '');
        if (!permissions.storage.mayWrite(path, storage.find(path), openid)) {
          throw new ControlError(403, permissionDenied.errMsg, permissionDenied);
        }
        return { fileID: storage.put(path, openid, await storage.stage(request.body)) };
      },
    },
    {
      method: 'POST',
      path: '/local/client/temp-urls',
      async run(request) {
        const schema = z.strictObject({ fileList: z.array(WantedUrl).min(1).max(maxFileIds) });
        const { fileList } = await request.json(schema);
        const openid = check(Openid.optional(), request.headers['x-openid']);
        return {
          fileList: storage
            .tempUrls(fileList)
            .map(({ tempFileURL, code, fileID, maxAge }) =>
              mayRead(fileID, openid)
                ? { fileID, maxAge, tempFileURL: encodeURI(tempFileURL), ...statusOf(code) }
                : { fileID, maxAge: 0, tempFileURL: '', ...deniedStatus },
            ),
        };
      },
    },
    {
      method: 'POST',
      path: '/local/client/delete-files',
      async run(request) {
        const openid = callerOf(request);
        const { fileList } = await request.json(z.strictObject({ fileList: FileIds }));
        return {
          fileList: fileList.map((fileID) => {
            const file = fileOf(fileID);
            if (file !== null && !permissions.storage.mayWrite(file.path, file, openid)) {
              return { fileID, ...deniedStatus };
            }
            const [removed] = storage.remove([fileID]);
            return { fileID, ...statusOf(removed?.code ?? '') };
          }),
        };
      },
    },
    {
      method: 'POST',
      path: '/local/client/subscribe',
      async run(request) {
        const openid = callerOf(request);
        const schema = z.strictObject({ templateIds: z.array(z.string().min(1)).min(1) });
        const { templateIds } = await request.json(schema);
        subscribeMessages.accept(openid, templateIds);
        return { ok: true };
      },
    },
  ];
}

export function callerOf({ headers }: ControlRequest): string {
  return check(z.object({ 'x-openid': Openid }), { 'x-openid': headers['x-openid'] })['x-openid'];
}
