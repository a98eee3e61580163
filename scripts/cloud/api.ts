import CloudBase from '@cloudbase/manager-node';
import type { z } from 'zod';
import { backOff, retry } from '../../cloudfunctions/shared/data/core/retry';
import type { Clock } from '../../cloudfunctions/shared/domain/time/clock';
import { AdminError } from '../admin/errors';
import { readCredentials, readRoute } from './credentials';
import type { Operator } from './operator';

const versions = { tcb: '2018-06-08', scf: '2018-04-16', monitor: '2018-07-24' } as const;

export type ApiService = keyof typeof versions;

type Call = <Reply extends z.ZodType>(
  service: ApiService,
  action: string,
  params: Record<string, unknown>,
  reply: Reply,
) => Promise<z.output<Reply>>;

/**
 * The Tencent Cloud API for one environment, signed by the official SDK. `call` retries, so calls must be idempotent.
 */
export type CloudApi = {
  envId: string;
  clock: Clock;
  call: Call;
  /** Does not retry; for calls that are not idempotent, since a reply may be lost. */
  callOnce: Call;
  storage: CloudBase['storage'];
  /** Retries a step that fails because of the network or the rate limit. For SDK calls that bypass `call`. */
  retried<Result>(step: () => Promise<Result>): Promise<Result>;
};

/** An error returned by the API, with its code. */
export class ApiError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly action: string,
  ) {
    super(message);
  }
}

const policy = {
  attempts: 8,
  waitMs: backOff({ firstMs: 400, maxMs: 8_000 }),
  isRetryable: isTransient,
};
const unreachable = /ECONN\w+|ETIMEDOUT|EAI_AGAIN|ENOTFOUND|ENETUNREACH|socket hang up/;
const signatureCodes = /^AuthFailure/;
const denials = /^(UnauthorizedOperation|OperationDenied)/;

export function openApi({ variables, clock }: Operator, envId: string): CloudApi {
  const manager = new CloudBase({
    ...readCredentials(variables, envId),
    ...readRoute(variables),
    envId,
  });
  const retried = <Result>(step: () => Promise<Result>) =>
    retry(clock, policy, () =>
      step().catch((error: unknown) => {
        throw toError(error);
      }),
    ).catch((error: unknown) => {
      throw toLastingError(error);
    });
  const callOnce: Call = async (service, action, params, reply) => {
    const answer: unknown = await manager
      .commonService(service, versions[service])
      .call({ Action: action, Param: params })
      .catch((error: unknown) => {
        throw toApiError(error, action);
      });
    return reply.parse(answer);
  };
  return {
    envId,
    clock,
    storage: manager.storage,
    retried,
    callOnce,
    call: (...words) => retried(() => callOnce(...words)),
  };
}

function toApiError(error: unknown, action: string): unknown {
  if (!(error instanceof Error)) return error;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  if (signatureCodes.test(code)) {
    return new AdminError(
      `腾讯云不接受这对密钥（${code}）：核对 TENCENTCLOUD_SECRETID 与 TENCENTCLOUD_SECRETKEY，并确认本机时间准确。`,
    );
  }
  if (denials.test(code)) {
    return new AdminError(
      `这对密钥没有权限执行 ${action}（${code}）：在「访问管理」给它关联云开发与云函数的管理权限。`,
    );
  }
  return new ApiError(code, error.message, action);
}

/** After the last attempt, points the operator to the network, not the account. */
function toLastingError(error: unknown): unknown {
  if (!(error instanceof Error) || !unreachable.test(error.message)) return error;
  const [reason] = unreachable.exec(error.message) ?? [];
  return new AdminError(
    `连不上腾讯云（${reason}）：检查网络；要经过代理时设置 HTTPS_PROXY，不要代理时清空它。再运行一次会从停下的地方继续。`,
  );
}

/** The storage SDK rejects with plain objects or errors, some of which have only a status. */
function toError(error: unknown): Error {
  const { code, statusCode } = Object(error) as { code?: unknown; statusCode?: unknown };
  const known = typeof code === 'string' && code !== '' ? code : '';
  const status = typeof statusCode === 'number' ? `HTTP ${statusCode}` : '';
  const given = error instanceof Error ? error : new Error(JSON.stringify(error));
  return Object.assign(given, { code: known === '' ? status : known });
}

/** Codes of the API and statuses of storage that are transient. */
const passingCodes = /^(RequestLimitExceeded|InternalError|ServiceUnavailable|SlowDown|HTTP 5)/;
/** The gateway puts its code into the message; a load balancer before it may reply with an HTML page. */
const passingMessages =
  /ECONN|ETIMEDOUT|EPIPE|EAI_AGAIN|ENETUNREACH|socket hang up|network timeout|EXCEED_(REQUEST_LIMIT|RATELIMIT)|SYS_ERR|Service Unavailable|Bad Gateway|Gateway Time-?out/i;

/** Whether the error is transient, so that a retry may succeed. */
export function isTransient(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof AdminError) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return passingCodes.test(code) || passingMessages.test(`${code} ${error.message}`);
}
