import { z } from 'zod';
import type { Cloud } from '../../cloud';
import { toFileId } from '../../identity';
import { maxFileIds } from '../../storage/limits';
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

/** What `wx.cloud` of the phone needs beside functions; the phone says whose it is with `x-openid`. */
export function clientRoutes({ storage, outbox }: Cloud): Route[] {
  function ownerOf(fileID: string): string | null | undefined {
    return storage.list().find(({ path }) => toFileId(path) === fileID)?.openid;
  }

  return [
    {
      method: 'POST',
      path: '/local/client/upload',
      query: ['path'],
      async run(request) {
        const openid = callerOf(request);
        const path = request.query.get('path') ?? '';
        const owner = ownerOf(toFileId(path));
        // All may read, the creator may write: what the console proposes for a new environment.
        if (owner !== undefined && owner !== openid) {
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
        return {
          fileList: storage.tempUrls(fileList).map(({ tempFileURL, code, ...file }) => ({
            ...file,
            tempFileURL: encodeURI(tempFileURL),
            status: code === 'SUCCESS' ? 0 : -503003,
            errMsg: code === 'SUCCESS' ? 'ok' : code,
          })),
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
            const owner = ownerOf(fileID);
            if (owner !== undefined && owner !== openid) {
              return { fileID, status: permissionDenied.errCode, errMsg: permissionDenied.errMsg };
            }
            const [removed] = storage.remove([fileID]);
            const isGone = removed?.code === 'SUCCESS';
            return { fileID, status: isGone ? 0 : -503003, errMsg: isGone ? 'ok' : removed?.code };
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
        for (const templateId of templateIds) outbox.grant(openid, templateId);
        return { ok: true };
      },
    },
  ];
}

function callerOf({ headers }: ControlRequest): string {
  return check(z.object({ 'x-openid': Openid }), { 'x-openid': headers['x-openid'] })['x-openid'];
}
