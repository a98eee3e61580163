import { appId, environmentId, region } from '../identity';
import type { FunctionDefinition } from './catalogue';
import type { Invocation } from './invocation';

/** Variables of an instance: those that point the unmodified SDK to this cloud, and those requested by config.json. */
export function instanceEnvironment(
  gatewayUrl: string,
  definition: FunctionDefinition,
  hostEnvironment: Readonly<Record<string, string | undefined>>,
): Record<string, string> {
  const requested = definition.config.environment.flatMap((name) => {
    const value = hostEnvironment[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return {
    TZ: 'UTC',
    TCB_CONTEXT_CNFG: JSON.stringify({ URL: `${gatewayUrl}/admin` }),
    TENCENTCLOUD_RUNENV: 'SCF',
    TENCENTCLOUD_REGION: region,
    // The SDK crashes without them; the signature is not checked here.
    TENCENTCLOUD_SECRETID: 'local-secret-id',
    TENCENTCLOUD_SECRETKEY: 'local-secret-key',
    TENCENTCLOUD_SESSIONTOKEN: 'local-session-token',
    SCF_NAMESPACE: environmentId,
    SCF_FUNCTIONNAME: definition.name,
    TCB_ENV: environmentId,
    TCB_CONTEXT_KEYS: 'TCB_ENV,TCB_SEQID,TRIGGER_SRC,TCB_SESSIONTOKEN,TCB_SOURCE',
    WX_CONTEXT_KEYS: 'WX_CLIENTIP,WX_CLIENTIPV6,WX_APPID,WX_OPENID,WX_UNIONID,WX_API_TOKEN',
    _SCF_TCB_LOG: '1',
    ...Object.fromEntries(requested),
  };
}

/** Variables of one invocation, set before it and removed afterwards. */
export function invocationEnvironment(invocation: Invocation): Record<string, string> {
  return {
    TCB_SEQID: invocation.requestId,
    TCB_SOURCE: invocation.source,
    WX_APPID: appId,
    WX_API_TOKEN: invocation.token,
    WX_CLIENTIP: '127.0.0.1',
    ...(invocation.openid === undefined ? {} : { WX_OPENID: invocation.openid }),
    ...(invocation.source === 'wx_trigger'
      ? { TRIGGER_SRC: 'timer', WX_TRIGGER_API_TOKEN_V0: invocation.token }
      : {}),
  };
}

/** The second argument of `main`. */
export function invocationContext(
  invocation: Invocation,
  environment: Record<string, string>,
): Record<string, unknown> {
  const { config, name } = invocation.definition;
  return {
    memory_limit_in_mb: config.memorySize,
    time_limit_in_ms: config.timeout * 1000,
    request_id: invocation.requestId,
    function_name: name,
    function_version: '$LATEST',
    namespace: environmentId,
    environ: Object.entries(environment)
      .map(([key, value]) => `${key}=${value}`)
      .join(';'),
    environment: JSON.stringify(environment),
  };
}
