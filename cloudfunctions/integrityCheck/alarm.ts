import axios from 'axios';
import { fixedWaits, retry } from '../shared/data/core/retry';
import type { Clock } from '../shared/domain/time/clock';

const policy = fixedWaits(1_000, 2_000);
const timeoutMs = 3_000;
/** Chat robots refuse longer texts. */
const maxTextLength = 2_000;

/** Throws when the address may not be used, or when the webhook refused every attempt. */
export async function sendAlarm(address: string, text: string, clock: Clock): Promise<void> {
  requireSafe(address);
  // The shape that the robots of WeCom and DingTalk take.
  const message = { msgtype: 'text', text: { content: text.slice(0, maxTextLength) } };
  const options = { timeout: timeoutMs, maxRedirects: 0, proxy: false as const };
  try {
    await retry(clock, policy, () => axios.post(address, message, options));
  } catch (error) {
    // axios's errors carry the address, whose key must not reach the log.
    throw new Error(`The webhook refused: ${codeOf(error)}`);
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
