import { account } from '../../devtools/providers/wechat/account';
import type { Call } from './history';
import type { World } from './world/world';

/** The only row that may hold the token of our own server. */
const tokenRows = 'wechat_tokens';

/** Keys, sessions and tokens that stand where they may not: in rows, replies and logs. Of calls that die as well. */
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
