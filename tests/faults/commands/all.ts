import { adjust } from './adjust';
import type { AdjustAct } from './adjust';
import { approvals } from './approvals';
import type { ApprovalAct } from './approvals';
import { account, ask, listen } from './chat';
import type { AccountAct, AskAct, ListenAct } from './chat';
import { clock } from './clock';
import type { ClockAct } from './clock';
import { dead } from './dead';
import type { DeadAct } from './dead';
import { loseRows, restart } from './disaster';
import type { LoseRowsAct, RestartAct } from './disaster';
import { face } from './face';
import type { FaceAct, UploadAct } from './face';
import { generate } from './generate';
import type { GenerateAct } from './generate';
import type { AnyAct, CommandOf, Draft, Kind } from './kind';
import { login, rename } from './login';
import type { LoginAct, RenameAct } from './login';
import { usage, works } from './look';
import type { UsageAct, WorksAct } from './look';
import { manage } from './manage';
import type { ManageAct } from './manage';
import { month, sync } from './month';
import type { MonthAct, SyncAct } from './month';
import { consent, photos } from './photos';
import type { ConsentAct, PhotoAct } from './photos';
import { reprice } from './offers';
import type { RepriceAct } from './offers';
import { plant } from './plant';
import type { PlantAct } from './plant';
import { quota } from './quota';
import type { QuotaAct } from './quota';
import { rewards } from './rewards';
import type { RewardAct } from './rewards';
import { spoil } from './spoil';
import type { SpoilAct } from './spoil';
import { nudge, submit, tasks } from './studio';
import type { NudgeAct, SubmitAct, TaskAct } from './studio';
import { sweep } from './sweep';
import type { SweepAct } from './sweep';
import { tier } from './tier';
import type { TierAct } from './tier';
import { orders } from './wallet';
import type { OrderAct } from './wallet';

export type Act =
  | AccountAct
  | AdjustAct
  | ApprovalAct
  | AskAct
  | ClockAct
  | ConsentAct
  | DeadAct
  | FaceAct
  | GenerateAct
  | ListenAct
  | LoginAct
  | LoseRowsAct
  | ManageAct
  | MonthAct
  | NudgeAct
  | OrderAct
  | PhotoAct
  | PlantAct
  | QuotaAct
  | RenameAct
  | RepriceAct
  | RestartAct
  | RewardAct
  | SpoilAct
  | SubmitAct
  | SweepAct
  | SyncAct
  | TaskAct
  | TierAct
  | UploadAct
  | UsageAct
  | WorksAct;
export type Command = CommandOf<Act>;

/** Do not reorder: seeds index into this list. */
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
  face,
  plant,
  spoil,
];

/** Adds the chat and changes of limits by admins; leaves out memberships written by hand. */
export const quotaKinds: readonly Kind<AnyAct>[] = [
  ...kinds
    .filter((kind) => kind !== tier && kind !== loseRows)
    .map((kind) => ({ ...kind, share: kind.share / 2 })),
  ask,
  listen,
  account,
  quota,
  month,
  sync,
];

/** The studio: tasks, their photos and their messages, beside pictures from texts. */
export const studioKinds: readonly Kind<AnyAct>[] = [
  ...[generate, usage, manage, sweep, clock, restart].map((kind) => ({
    ...kind,
    share: kind.share / 5,
  })),
  submit,
  tasks,
  nudge,
  photos,
  consent,
  dead,
];

/** The wallet: orders, payments, refunds and rewards, beside pictures that cost credits. */
export const walletKinds: readonly Kind<AnyAct>[] = [
  ...[generate, adjust, sweep, clock, restart].map((kind) => ({ ...kind, share: kind.share / 5 })),
  orders,
  approvals,
  rewards,
  reprice,
];

const kindByAct = new Map(
  [...walletKinds, ...studioKinds, ...quotaKinds, ...kinds].flatMap((kind) =>
    kind.does.map((act) => [act, kind]),
  ),
);

export function kindOf({ do: act }: AnyAct): Kind<AnyAct> {
  const kind = kindByAct.get(act);
  if (kind === undefined) throw new Error(`No kind of command does ${act}.`);
  return kind;
}

/** Adds one random command, or a few that belong together. */
export function drawCommand(draft: Draft, who: string, from: readonly Kind<AnyAct>[]): void {
  const all = from.reduce((sum, { share }) => sum + share, 0);
  let drawn = draft.random.next() * all;
  for (const kind of from) {
    drawn -= kind.share;
    if (drawn < 0) {
      kind.draw(draft, who);
      return;
    }
  }
}
