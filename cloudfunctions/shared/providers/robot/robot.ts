import type { Robot } from '../../domain/alarms/robot';
import type { Clock } from '../../domain/time/clock';

const timeoutMs = 3_000;
const waitsMs = [1_000, 2_000];
/** Chat robots reject longer texts. */
const maxTextLength = 2_000;

/**
 * The robot of a WeCom or DingTalk group; both accept the same message format. `address` is its webhook. Null if none is
 * configured. Sending throws if the address is not allowed, or the webhook refused every attempt.
 */
export function createRobot(address: string | undefined, clock: Clock): Robot | null {
  if (address === undefined || address === '') return null;
  return {
    async send(text) {
      requireSafe(address);
      const message = { msgtype: 'text', text: { content: text.slice(0, maxTextLength) } };
      for (let attempt = 0; ; attempt += 1) {
        const code = await post(address, message);
        if (code === null) return;
        const waitMs = waitsMs[attempt];
        if (waitMs === undefined) throw new Error(`The webhook refused: ${code}`);
        await clock.sleep(waitMs);
      }
    },
  };
}

/** Null if it was accepted. axios's errors contain the address, whose key must not reach the log. */
async function post(address: string, message: object): Promise<string | null> {
  const { default: axios } = await import('axios');
  try {
    await axios.post(address, message, { timeout: timeoutMs, maxRedirects: 0, proxy: false });
    return null;
  } catch (error) {
    if (!axios.isAxiosError(error)) return 'unknown';
    return String(error.response?.status ?? error.code ?? 'unknown');
  }
}

/** Messages may name users and works, so they must be sent encrypted. */
function requireSafe(address: string): void {
  let url: URL | null = null;
  try {
    url = new URL(address);
  } catch {
    // An address that is no URL is rejected below.
  }
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (isLocal && url?.protocol === 'http:')) return;
  throw new Error('ALERT_WEBHOOK_URL must be an https address, or http on localhost.');
}
