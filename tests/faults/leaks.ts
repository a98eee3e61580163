import { account } from '../../devtools/providers/wechat/account';
import type { Call } from './history';
import type { World } from './world/world';

/** The only collection that may contain the access token of our server. */
const tokenRows = 'wechat_tokens';

/** Keys, sessions and tokens in rows, replies or logs where they must not be, including those of calls that died. */
export function leaksOf({ backend, logs, wechat }: World, calls: readonly Call[]): string[] {
  const { sessions, tokens } = wechat.store.state;
  const keys = [account.appSecret, ...account.appKeys];
  const secrets = [...keys, ...Object.values(sessions).map(({ key }) => key)];
  const withTokens = [...secrets, ...tokens.map(({ token }) => token)];
  const holds = (text: string, some: readonly string[]): boolean =>
    some.some((secret) => text.includes(secret));
  const found: string[] = [];
  for (const name of backend.database.collections()) {
    const rows = JSON.stringify(backend.database.find(name, {}).docs);
    if (holds(rows, name === tokenRows ? secrets : withTokens))
      found.push(`a secret is in ${name}`);
  }
  for (const { command, outcome } of calls) {
    if (outcome.kind === 'answered' && holds(JSON.stringify(outcome.reply), withTokens)) {
      found.push(`a secret was told in the answer to ${command.do}`);
    }
  }
  const line = logs.find((text) => holds(text, withTokens));
  if (line !== undefined) found.push(`a secret was logged: ${line.slice(0, 60)}`);
  return found;
}
