import { passNetwork, settings } from '../phone/settings';

/** The control API of the local cloud said no. */
export class CloudRefusal extends Error {
  constructor(
    readonly errCode: number,
    message: string,
  ) {
    super(message);
  }
}

type ErrorBody = { error?: { message?: string; errMsg?: string; errCode?: number } };

/** A request of this phone to the local cloud, over the network as it is set. */
export async function requestCloud<Reply>(
  path: string,
  body: Blob | object,
  timeoutMs = 60_000,
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
    throw new CloudRefusal(
      -1,
      error instanceof DOMException && error.name === 'TimeoutError' ? 'timeout' : 'request:fail',
    );
  }
  const reply = (await response.json()) as Reply & ErrorBody;
  if (response.ok) return reply;
  const { errCode = -1, errMsg, message = response.statusText } = reply.error ?? {};
  throw new CloudRefusal(errCode, errMsg ?? message);
}

/** The user allowed one message of each of these templates. */
export async function grantMessages(templateIds: string[]): Promise<void> {
  await requestCloud('/local/client/subscribe', { templateIds });
}
