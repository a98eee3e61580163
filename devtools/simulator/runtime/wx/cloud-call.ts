import { OfflineError } from '../phone/settings';
import { recordCall, type CloudCall } from '../phone/stats';
import { currentPage } from '../router/navigation';
import { ApiFailure } from './api';
import { CloudRefusal } from './cloud-transport';

type RecordedReply<Value> = { value: Value; requestId?: string; code?: number | undefined };

/** Runs a `wx.cloud` request and records it in the call log. */
export async function recorded<Value>(
  call: Pick<CloudCall, 'kind' | 'name' | 'action'>,
  run: () => Promise<RecordedReply<Value>>,
): Promise<Value> {
  const finish = recordCall({ ...call, page: currentPage()?.route ?? '' });
  try {
    const { value, requestId, code } = await run();
    finish({ ...(code !== undefined && { code }), ...(requestId !== undefined && { requestId }) });
    return value;
  } catch (error) {
    const { errCode, message } = toRefusal(error);
    finish({ code: errCode, error: message });
    throw error;
  }
}

/** Runs a page's call and converts failures to WeChat's form, by default that of functions and files. */
export async function failAsWeChat<Value>(
  run: () => Promise<Value>,
  toReason = (errCode: number, message: string): string =>
    message === 'timeout' ? message : `Error: errCode: ${errCode}  | errMsg: ${message}`,
): Promise<Value> {
  try {
    return await run();
  } catch (error) {
    const { errCode, message } = toRefusal(error);
    throw new ApiFailure(toReason(errCode, message), { errCode });
  }
}

function toRefusal(error: unknown): { errCode: number; message: string } {
  if (error instanceof CloudRefusal) return error;
  if (error instanceof OfflineError) return { errCode: -1, message: error.message };
  return { errCode: -1, message: error instanceof Error ? error.message : String(error) };
}
