import axios from 'axios';
import type { Clock } from '../shared/domain/time/clock';

/** Between the attempts. */
const waitsMs = [1_000, 2_000];
const timeoutMs = 3_000;
/** Robots of group chats refuse longer texts. */
const longestText = 2_000;

/** Throws when the address may not be used, or when nobody took the message after all attempts. */
export async function sendAlarm(address: string, text: string, clock: Clock): Promise<void> {
  requireSafe(address);
  // The shape that the robots of WeCom and DingTalk take.
  const message = { msgtype: 'text', text: { content: text.slice(0, longestText) } };
  for (let attempt = 0; ; attempt += 1) {
    try {
      await axios.post(address, message, { timeout: timeoutMs, maxRedirects: 0, proxy: false });
      return;
    } catch (error) {
      const waitMs = waitsMs[attempt];
      // axios's errors carry the address, whose key must not reach the log.
      if (waitMs === undefined) throw new Error(`The webhook refused: ${codeOf(error)}`);
      await clock.sleep(waitMs);
    }
  }
}

/** The report names users and works: it leaves the machine encrypted or not at all. */
function requireSafe(address: string): void {
  let url: URL | null = null;
  try {
    url = new URL(address);
  } catch {
    // No address at all is as unsafe as a wrong one.
  }
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url?.protocol === 'https:' || (isLocal && url?.protocol === 'http:')) return;
  throw new Error('ALERT_WEBHOOK_URL must be an https address, or http on localhost.');
}

function codeOf(error: unknown): string {
  if (!axios.isAxiosError(error)) return 'unknown';
  return String(error.response?.status ?? error.code ?? 'unknown');
}
