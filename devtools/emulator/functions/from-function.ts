import { toWireCode } from '../wire/error-codes';
import { WireError } from '../wire/errors';
import type { WireAction } from '../wire/messages';
import type { Functions } from './functions';

/** Implements `cloud.callFunction` of a function or a script: keeps the openid and appends `scf` to the source. */
export function callFromFunction(functions: Functions) {
  return async ({ action, fields, invocation }: WireAction): Promise<Record<string, unknown>> => {
    if (action !== 'functions.invokeFunction') {
      throw new WireError('INVALID_PARAM', `not supported locally: ${action}`);
    }
    const report = await functions.invoke({
      name: String(fields['function_name']),
      data: parseData(fields['request_data']),
      openid: invocation?.openid,
      source: invocation === null ? 'scf' : `${invocation.source},scf`,
    });
    if ('error' in report) {
      const { errCode, errMsg } = report.error;
      throw new WireError(toWireCode(errCode) ?? 'FUNCTIONS_EXECUTE_FAIL', errMsg);
    }
    return { data: { response_data: JSON.stringify(report.result) } };
  };
}

function parseData(text: unknown): unknown {
  return typeof text === 'string' && text !== '' ? (JSON.parse(text) as unknown) : {};
}
