import { appStore } from '../engine/app-store';
import { extensionOf, phoneFiles } from '../phone/files';
import { settings } from '../phone/settings';
import { api, ApiFailure } from './api';
import { failAsWeChat, recorded } from './cloud-call';
import { createDatabase } from './cloud-database';
import { readCloudFile, requestTemporaryUrls } from './cloud-files';
import { CloudRefusal, requestCloud } from './cloud-transport';
import { uploadFile } from './cloud-upload';

type InvokeReply = {
  result?: unknown;
  error?: { errCode: number; errMsg: string };
  requestId: string;
};
type CallOptions = {
  name: string;
  data?: unknown;
  config?: { env?: string; timeout?: number };
  timeout?: number;
};
type FileResult = { fileID: string; status: number; errMsg: string };

/** WeChat's limit for the payload of a function call. */
const maxRequestBytes = 1024 * 1024;
const defaultTimeoutMs = 60_000;
let isInitialised = false;

/** `wx.cloud`, backed by the local cloud. */
export const cloud = {
  init(): void {
    isInitialised = true;
  },

  callFunction: api('cloud.callFunction', ({ name, data, config, timeout }: CallOptions) => {
    if (!isInitialised)
      throw new ApiFailure("Cloud API isn't enabled, please call wx.cloud.init first", {
        errCode: -601034,
      });
    const text = JSON.stringify(data ?? {});
    if (text.length > maxRequestBytes)
      throw new ApiFailure('data exceed max size', { errCode: -501007 });
    const action = (data as { action?: unknown } | undefined)?.action;
    const timeoutMs =
      timeout ?? config?.timeout ?? appStore.app.networkTimeout.request ?? defaultTimeoutMs;
    const call = { kind: 'function', name, ...(typeof action === 'string' && { action }) } as const;
    return failAsWeChat(() =>
      recorded(call, async () => {
        const { result, error, requestId } = await requestCloud<InvokeReply>(
          '/local/invoke',
          {
            name,
            data: JSON.parse(text) as unknown,
            openid: settings.user,
            source: 'wx_client',
          },
          timeoutMs,
        );
        if (error !== undefined)
          throw new CloudRefusal(error.errCode, `${error.errMsg} (callId: ${requestId})`);
        // JSON has no undefined, so such a result arrives as null.
        return {
          value: { result: result ?? null, requestID: requestId },
          requestId,
          code: (result as { code?: number } | null)?.code,
        };
      }),
    );
  }),

  uploadFile,

  downloadFile: api('cloud.downloadFile', ({ fileID }: { fileID: string }) =>
    failAsWeChat(() =>
      recorded({ kind: 'download', name: fileID }, async () => {
        const blob = await readCloudFile(fileID);
        const extension = /\.(\w+)$/.exec(fileID)?.[1] ?? extensionOf(blob.type);
        return { value: { tempFilePath: phoneFiles.add(blob, extension), statusCode: 200 } };
      }),
    ),
  ),

  getTempFileURL: api('cloud.getTempFileURL', ({ fileList }: { fileList: unknown[] }) =>
    failAsWeChat(async () => ({ fileList: await requestTemporaryUrls(fileList) })),
  ),

  deleteFile: api('cloud.deleteFile', ({ fileList }: { fileList: string[] }) =>
    failAsWeChat(() =>
      recorded({ kind: 'delete', name: `${fileList.length} 个文件` }, async () => ({
        value: await requestCloud<{ fileList: FileResult[] }>('/local/client/delete-files', {
          fileList,
        }),
      })),
    ),
  ),

  database: () => createDatabase(),
};
