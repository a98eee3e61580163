import { appStore } from '../engine/app-store';
import { extensionOf, phoneFiles } from '../phone/files';
import { OfflineError, settings } from '../phone/settings';
import { recordCall, type CloudCall } from '../phone/stats';
import { currentPage } from '../router/navigation';
import { api, ApiFailure } from './api';
import { createDatabase } from './cloud-database';
import { askForUrls, readCloudFile, readPhoneFile } from './cloud-files';
import { CloudRefusal, requestCloud } from './cloud-transport';

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

/** What travels to a function must fit. */
const maxRequestBytes = 1024 * 1024;
const defaultTimeoutMs = 60_000;
let isInitialised = false;

/** `wx.cloud` on the local cloud. */
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
    return record('function', name, typeof action === 'string' ? action : undefined, async () => {
      const limit =
        timeout ?? config?.timeout ?? appStore.app.networkTimeout.request ?? defaultTimeoutMs;
      const sent = {
        name,
        data: JSON.parse(text) as unknown,
        openid: settings.user,
        source: 'wx_client',
      };
      const { result, error, requestId } = await requestCloud<InvokeReply>(
        '/local/invoke',
        sent,
        limit,
      );
      if (error !== undefined)
        throw new CloudRefusal(error.errCode, `${error.errMsg} (callId: ${requestId})`);
      // A function that answers undefined answers null; what JSON cannot carry never arrives.
      return {
        value: { result: result ?? null, requestID: requestId },
        requestId,
        code: (result as { code?: number } | null)?.code,
      };
    });
  }),

  uploadFile: api(
    'cloud.uploadFile',
    ({ cloudPath, filePath }: { cloudPath: string; filePath: string }) =>
      record('upload', cloudPath, undefined, async () => {
        const path = `/local/client/upload?path=${encodeURIComponent(cloudPath)}`;
        const { fileID } = await requestCloud<{ fileID: string }>(path, readPhoneFile(filePath));
        return { value: { fileID, statusCode: 204 } };
      }),
  ),

  downloadFile: api('cloud.downloadFile', async ({ fileID }: { fileID: string }) => {
    const blob = await refuse(() => readCloudFile(fileID));
    return {
      tempFilePath: phoneFiles.add(blob, /\.(\w+)$/.exec(fileID)?.[1] ?? extensionOf(blob.type)),
      statusCode: 200,
    };
  }),

  getTempFileURL: api('cloud.getTempFileURL', async ({ fileList }: { fileList: unknown[] }) => ({
    fileList: await refuse(() => askForUrls(fileList)),
  })),

  deleteFile: api('cloud.deleteFile', ({ fileList }: { fileList: string[] }) =>
    record('delete', `${fileList.length} 个文件`, undefined, async () => ({
      value: await requestCloud<{ fileList: FileResult[] }>('/local/client/delete-files', {
        fileList,
      }),
    })),
  ),

  database: () => createDatabase(),
};

type Answer = { value: unknown; requestId?: string; code?: number | undefined };

/** Runs a request and writes it into the call log. */
async function record(
  kind: CloudCall['kind'],
  name: string,
  action: string | undefined,
  run: () => Promise<Answer>,
): Promise<unknown> {
  const finish = recordCall({
    kind,
    name,
    ...(action !== undefined && { action }),
    page: currentPage()?.route ?? '',
  });
  try {
    const { value, requestId, code } = await run();
    finish({ ...(code !== undefined && { code }), ...(requestId !== undefined && { requestId }) });
    return value;
  } catch (error) {
    finish({ code: codeOf(error), error: error instanceof Error ? error.message : String(error) });
    throw toFailure(error);
  }
}

async function refuse<Value>(run: () => Promise<Value>): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    throw toFailure(error);
  }
}

function toFailure(error: unknown): unknown {
  if (error instanceof OfflineError)
    return new ApiFailure(`Error: errCode: -1  | errMsg: ${error.message}`, { errCode: -1 });
  if (!(error instanceof CloudRefusal)) return error;
  const { errCode, message } = error;
  if (message === 'timeout') return new ApiFailure('timeout', { errCode: -1 });
  return new ApiFailure(`Error: errCode: ${errCode}  | errMsg: ${message}`, { errCode });
}

function codeOf(error: unknown): number {
  return error instanceof CloudRefusal ? error.errCode : -1;
}
