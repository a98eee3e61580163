import { passNetwork, settings } from '../phone/settings';

/** The cloud refused a request, or could not be reached (`errCode` -1). */
export class CloudRefusal extends Error {
  constructor(
    readonly errCode: number,
    message: string,
  ) {
    super(message);
  }
}

/** The body of a refusal by the control API (HTTP 403), with the cloud's own code. */
type ErrorReply = { error?: { message?: string; errMsg?: string; errCode?: number } };

const defaultTimeoutMs = 60_000;

/** Sends a request of this phone to the local cloud, subject to the network setting. */
export async function requestCloud<Reply>(
  path: string,
  body: Blob | object,
  timeoutMs = defaultTimeoutMs,
): Promise<Reply> {
  await passNetwork();
  let response: Response;
  try {
    response = await fetch(path, {
      method: 'POST',
      headers: {
        'x-openid': settings.user,
        ...(!(body instanceof Blob) && { 'content-type': 'application/json' }),
      },
      body: body instanceof Blob ? body : JSON.stringify(body),
      signal: AbortSignal.timeout(timeoutMs),
    });
  } catch (error) {
    const isTimeout = error instanceof DOMException && error.name === 'TimeoutError';
    throw new CloudRefusal(-1, isTimeout ? 'timeout' : 'request:fail');
  }
  if (!response.ok) throw await refusalOf(response);
  try {
    return (await response.json()) as Reply;
  } catch {
    throw new CloudRefusal(-1, 'request:fail the reply is no JSON');
  }
}

export async function refusalOf(response: Response): Promise<CloudRefusal> {
  const { error } = (await response.json().catch(() => ({}))) as ErrorReply;
  const {
    errCode = -1,
    errMsg,
    message = `${response.status} ${response.statusText}`,
  } = error ?? {};
  return new CloudRefusal(errCode, errMsg ?? message);
}

/** The user allowed one message of each of these templates. */
export async function grantMessages(templateIds: string[]): Promise<void> {
  await requestCloud('/local/client/subscribe', { templateIds });
}
