import { adjust } from './adjust';
import type { AdjustAct } from './adjust';
import { clock } from './clock';
import type { ClockAct } from './clock';
import { loseRows, restart } from './disaster';
import type { LoseRowsAct, RestartAct } from './disaster';
import { generate } from './generate';
import type { GenerateAct } from './generate';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';
import { login, rename } from './login';
import type { LoginAct, RenameAct } from './login';
import { usage, works } from './look';
import type { UsageAct, WorksAct } from './look';
import { manage } from './manage';
import type { ManageAct } from './manage';
import { sweep } from './sweep';
import type { SweepAct } from './sweep';
import { tier } from './tier';
import type { TierAct } from './tier';

export type Act =
  | AdjustAct
  | ClockAct
  | GenerateAct
  | LoginAct
  | LoseRowsAct
  | ManageAct
  | RenameAct
  | RestartAct
  | SweepAct
  | TierAct
  | UsageAct
  | WorksAct;
export type Command = CommandOf<Act>;

/** Their order belongs to the meaning of a seed. */
export const kinds: readonly Kind<AnyAct>[] = [
  generate,
  usage,
  works,
  manage,
  adjust,
  sweep,
  clock,
  tier,
  restart,
  loseRows,
  login,
  rename,
];

const kindByAct = new Map(kinds.flatMap((kind) => kind.does.map((act) => [act, kind])));

export function kindOf({ do: act }: AnyAct): Kind<AnyAct> {
  const kind = kindByAct.get(act);
  if (kind === undefined) throw new Error(`No kind of command does ${act}.`);
  return kind;
}

/** One command more, or the few that belong together. */
export function drawCommand(draft: Draft, who: string): void {
  const all = kinds.reduce((sum, { share }) => sum + share, 0);
  let drawn = draft.random.next() * all;
  for (const kind of kinds) {
    drawn -= kind.share;
    if (drawn < 0) {
      kind.draw(draft, who);
      return;
    }
  }
}
