/** `attention`: a repair or a recovery fixes it. `damaged`: rows contradict each other, so a person must investigate. */
export type Severity = 'attention' | 'damaged';

/** Everything the integrity check can find, in the order of the report; `{count}` is replaced with the number of findings. */
export const problems = {
  invalidWork: problem('damaged', '{count} 条作品记录不符合数据结构', 'inspect'),
  workOfAnotherDay: problem('damaged', '{count} 条作品的业务日期与创建时间不符', 'inspect'),
  pictureMissing: problem('damaged', '{count} 条已完成作品没有图片', 'inspect'),
  fileMissing: problem('damaged', '{count} 条已完成作品的图片文件在云存储中不存在', 'inspect'),
  fileWithoutWork: problem('attention', '{count} 个图片文件没有对应的作品', 'files'),
  workWithoutUser: problem('attention', '{count} 条作品的用户不存在', 'inspect'),
  duplicateSeat: problem('damaged', '{count} 个席位被多条作品同时占用', 'index'),
  seatNotReleased: problem('damaged', '{count} 条已失败的作品仍占用席位', 'inspect'),
  seatMissing: problem('damaged', '{count} 条有效作品没有席位', 'inspect'),
  overLimit: problem('attention', '{count} 位用户今日作品数超过其每日上限', 'limit'),
  stuckWork: problem('attention', '{count} 条作品长时间停留在生成中', 'sweep'),
  backupWaiting: problem('attention', '{count} 条作品在备份中等待恢复', 'recover'),
  invalidBackup: problem('damaged', '{count} 条备份记录不符合数据结构', 'inspect'),
  invalidUser: problem('damaged', '{count} 条用户记录不符合数据结构', 'inspect'),
  invalidSubscription: problem('damaged', '{count} 条会员与额度记录不符合数据结构', 'inspect'),
  invalidRow: problem('damaged', '{count} 条配置、对话或审计记录不符合数据结构', 'shape'),
  invalidPlan: problem('damaged', '{count} 条套餐记录不符合数据结构', 'plans'),
  generateCount: problem('attention', '{count} 位用户的生成次数与作品数不一致', 'users'),
  levelCopy: problem('attention', '{count} 位用户的会员等级副本与会员记录不一致', 'quotas'),
  overviewDrift: problem('attention', '{count} 位用户的额度概览与实际额度不一致', 'quotas'),
  quotaUnsynced: problem('attention', '{count} 位用户的额度变更长时间未同步', 'quotas'),
  storageDrift: problem('attention', '{count} 位用户的存储用量与其文件不一致', 'users'),
  apDrift: problem('attention', '{count} 位用户的 AP 用量与用量流水不一致', 'users'),
  resetAhead: problem('attention', '{count} 位用户的 AP 重置时间晚于下月初', 'users'),
  resetOverdue: problem('attention', '{count} 位用户的 AP 逾期未重置', 'reset'),
  deadHold: problem('attention', '{count} 位用户有早已过期的 AP 预留', 'sweep'),
  stuckAnswer: problem('attention', '{count} 条聊天回答长时间停留在进行中', 'sweep'),
  invalidChatQuota: problem('damaged', '{count} 条 AP 额度记录不符合数据结构', 'inspect'),
  invalidUsageLog: problem('damaged', '{count} 条 AP 用量流水不符合数据结构', 'chat'),
  answerUsage: problem('damaged', '{count} 条聊天回答与其用量流水不符', 'chat'),
  negativeCredits: problem('damaged', '{count} 位用户的积分为负数', 'ledger'),
  balance: problem('damaged', '{count} 位用户的积分与积分流水合计不符', 'ledger'),
  chain: problem('damaged', '{count} 位用户的积分流水前后不连续', 'ledger'),
  invalidCreditLog: problem('damaged', '{count} 条积分流水不符合数据结构', 'ledger'),
  creditLogWithoutUser: problem('attention', '{count} 位不存在的用户有积分流水', 'ledger'),
  chargeMissing: problem('damaged', '{count} 条作品应扣积分但没有扣费流水', 'ledger'),
  chargeAmount: problem('damaged', '{count} 条作品的扣费金额与作品不符', 'ledger'),
  chargeWithoutWork: problem('damaged', '{count} 笔扣费没有对应的作品', 'ledger'),
  refundMissing: problem('damaged', '{count} 条失败作品没有退回积分', 'ledger'),
  refundWithoutCharge: problem('damaged', '{count} 笔退款没有对应的扣费', 'ledger'),
  refundAmount: problem('damaged', '{count} 笔退款金额与扣费不符', 'ledger'),
  refundOfKeptWork: problem('damaged', '{count} 条未失败的作品被退回积分', 'ledger'),
  doubleCause: problem('damaged', '{count} 笔扣费或退款重复或编号与原因不符', 'ledger'),
  stuckModeration: problem('attention', '{count} 张图片的审核长时间没有进展', 'sweep'),
  stuckRemoval: problem('attention', '{count} 个已注销账户的数据还没有清除完', 'sweep'),
  stuckAsset: problem('attention', '{count} 张素材照片的处理长时间没有进展', 'sweep'),
  stuckMessage: problem('attention', '{count} 条订阅消息长时间没有发出', 'sweep'),
  unmoderatedAsset: problem('damaged', '{count} 张可用的素材照片没有通过审核的记录', 'assets'),
  assetFileMissing: problem('damaged', '{count} 个素材文件在云存储中不存在', 'assets'),
  fileWithoutAsset: problem('attention', '{count} 个素材文件没有对应的素材', 'files'),
  useWithoutAsset: problem('damaged', '{count} 条素材引用没有对应的素材', 'assets'),
  consentBalance: problem('damaged', '{count} 条订阅授权的余数与授权、发送不符', 'assets'),
  orderWithoutEntry: problem('damaged', '{count} 笔已入账的订单没有充值流水', 'wallet'),
  entryWithoutOrder: problem('damaged', '{count} 条充值流水没有已入账的订单', 'wallet'),
  entryAmount: problem('damaged', '{count} 条充值流水与订单的积分或用户不符', 'wallet'),
  overRefunded: problem('damaged', '{count} 笔订单的退款超过付款', 'wallet'),
  orderParked: problem('attention', '{count} 笔订单等待核对', 'orders'),
  orderOverdue: problem('attention', '{count} 笔订单逾期没有查询渠道', 'sweep'),
  shortfall: problem('attention', '{count} 笔订单退款后还欠积分', 'orders'),
  taskPicture: problem('damaged', '{count} 个任务的图片、排队记录与作品不一致', 'tasks'),
  taskFace: problem('damaged', '{count} 个任务的进度与排队记录不一致', 'tasks'),
  taskMoney: problem('damaged', '{count} 个已结束任务的预留积分不等于消耗与退回之和', 'tasks'),
  studioDrift: problem('attention', '{count} 位用户的摄影与试衣用量与其任务不一致', 'users'),
  useNotEnded: problem('attention', '{count} 条素材引用的任务已经结束', 'tasks'),
  stuckJob: problem('attention', '{count} 张任务图片长时间没有进展', 'sweep'),
  staleSlot: problem('attention', '{count} 个模型名额过期后没有释放', 'sweep'),
  indexMissing: problem('attention', '{count} 个数据库索引缺失', 'index'),
} as const;

/** Advice for admins, in this order: inspection comes before anything that changes rows. */
export const advice = {
  recover: '运行 npm run recover-from-backup 恢复备份中的作品',
  chat: '保留现场，核对 chat_messages 与 chat_usage_logs 中编号相同的记录，查明原因',
  ledger: '保留现场，用 npm run diagnose-work 核对流水，查明原因后再调整积分',
  users: '运行 npm run fix-user-consistency 修正用户的生成次数、存储用量、AP 用量、摄影与试衣用量',
  quotas: '确认 tick 定时器正常运行，并运行 npm run resync-quotas 重建额度概览与副本',
  sweep:
    '确认 tick 定时器正常运行，它会完成或退回中断的作品，结束中断的回答，推进图片审核、任务和注销',
  plans:
    '对照 database-templates 的 plans 与 plan_features 改正套餐记录；改正前，读不懂的套餐按最低会员等级计，读不懂的额度按等级默认值计',
  shape: '对照 database-templates 改正这些记录；改正前它们会被跳过，读不懂的 app_config 视为关闭',
  reset: '确认 resetChatQuotas 定时器正常运行；逾期不影响使用，下次提问时会自动重置',
  index: '按 database-templates 补建缺失的索引，尤其是 works 的唯一索引 seat',
  limit: '核对这些用户今日是否被降级；若不是，请检查 works 的唯一索引 seat',
  files: '确认这些文件不再需要后，在云存储中删除',
  wallet: '保留现场，用 npm run diagnose-order -- <订单编号> 查看这些订单的经过，查明原因',
  orders: '在管理页的订单中核对：待核对的入账、退款或关闭；欠下的积分会从以后的收入中补扣',
  assets: '保留现场，核对 assets、asset_uses、subscribe_consents 中的记录，查明原因',
  tasks: '保留现场，用 npm run diagnose-task -- <任务编号> 核对任务的每张图片，查明原因',
  inspect: '用 npm run diagnose-work -- <作品编号> 逐条查看上述记录',
} as const;

export type ProblemName = keyof typeof problems;
export type AdviceName = keyof typeof advice;
export const problemNames = Object.keys(problems) as ProblemName[];

/** `id`: the row; `userId`: its owner, empty if there is none; `what`: a description of the problem for admins. */
export type Finding = { problem: ProblemName; id: string; userId: string; what: string };

function problem(severity: Severity, sentence: string, advice: AdviceName) {
  return { severity, sentence, advice };
}

export type Findings = ReturnType<typeof createFindings>;

/** Counts every finding and keeps the first `keep` of each problem, so that memory stays bounded. */
export function createFindings(keep: number) {
  const kept = new Map<ProblemName, Finding[]>();
  const counts = new Map<ProblemName, number>();
  const users = new Map<string, number>();
  const count = (finding: Finding, by: 1 | -1): void => {
    const { problem, userId } = finding;
    counts.set(problem, (counts.get(problem) ?? 0) + by);
    if (userId !== '') users.set(userId, (users.get(userId) ?? 0) + by);
  };
  return {
    add: (finding: Finding): void => {
      count(finding, 1);
      const list = kept.get(finding.problem) ?? [];
      if (list.length < keep) list.push(finding);
      kept.set(finding.problem, list);
    },
    /** Drops findings that were not confirmed. */
    drop: (isFalse: (finding: Finding) => boolean): void => {
      for (const [problem, list] of kept) {
        const real = list.filter((finding) => {
          if (!isFalse(finding)) return true;
          count(finding, -1);
          return false;
        });
        kept.set(problem, real);
      }
    },
    count: (problem: ProblemName): number => counts.get(problem) ?? 0,
    /** The number of users with at least one finding. */
    countUsers: (): number => [...users.values()].filter((found) => found > 0).length,
    list: (): Finding[] => problemNames.flatMap((name) => kept.get(name) ?? []),
  };
}
