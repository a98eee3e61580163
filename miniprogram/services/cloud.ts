import type {
  ActionName,
  FunctionName,
  InputOf,
  OutputOf,
} from '../../cloudfunctions/shared/contracts';
import type {
  Failure,
  FailureDetails,
  FailureName,
  Reply,
} from '../../cloudfunctions/shared/contracts/reply';
import { createTrace, noteCall } from './trace';
import { explainInvalidInput } from './invalid-input';

/** Failures without a reply: the call was never sent, or it was sent and its outcome is unknown. */
export type TransportFailure = 'OFFLINE' | 'OUTCOME_UNKNOWN';

export class CloudError extends Error {
  constructor(
    readonly failure: FailureName | TransportFailure,
    message: string,
    readonly details?: FailureDetails[keyof FailureDetails],
  ) {
    super(message);
    this.name = 'CloudError';
  }
}

/** Resolves to `data` of a successful reply; rejects with a CloudError otherwise. */
export async function call<F extends FunctionName, A extends ActionName<F>>(
  name: F,
  action: A,
  data: InputOf<F, A>,
): Promise<OutputOf<F, A>> {
  const { networkType } = await wx.getNetworkType();
  if (networkType === 'none') throw new CloudError('OFFLINE', '没有网络，请稍后再试');

  const trace = createTrace();
  const startedAt = Date.now();
  const note = (outcome: string) =>
    noteCall({ trace, name, action, outcome, ms: Date.now() - startedAt });
  let reply: Reply<OutputOf<F, A>>;
  try {
    reply = await send<OutputOf<F, A>>(name, { action, data, trace });
  } catch (error) {
    note('OUTCOME_UNKNOWN');
    throw error;
  }
  note(reply.code === 200 ? 'ok' : reply.error);
  if (reply.code === 200) return reply.data;
  throw new CloudError(reply.error, sentenceOf(reply), reply.details);
}

function sentenceOf({ error, message, details }: Failure): string {
  const isNamed = error === 'INVALID_INPUT' && details !== undefined && 'field' in details;
  return isNamed ? explainInvalidInput(details) : message;
}

async function send<Data>(name: string, data: object): Promise<Reply<Data>> {
  let result: unknown;
  try {
    ({ result } = await wx.cloud.callFunction({ name, data }));
  } catch (error) {
    console.warn('cloud call failed', name, error);
    // The platform reports a lost connection, a timeout and a crash alike; the function may have run in each case.
    throw new CloudError('OUTCOME_UNKNOWN', '网络不太顺畅，请稍后再试');
  }
  if (!isReply<Data>(result)) throw new CloudError('OUTCOME_UNKNOWN', '服务没有回应，请稍后再试');
  return result;
}

function isReply<Data>(result: unknown): result is Reply<Data> {
  return typeof result === 'object' && result !== null && 'code' in result && 'message' in result;
}
