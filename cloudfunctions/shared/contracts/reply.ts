/**
 * All failures a caller can meet, with their HTTP-like code and the sentence shown to the user. `{name}` in a sentence is filled
 * from the error's `details`. `messageAtZero` replaces the sentence if the limit in the details is 0, because waiting for the
 * reset would not help.
 */
export const failures = {
  INVALID_INPUT: { code: 400, message: '提交的内容有误：{field} {problem}' },
  UNKNOWN_ACTION: { code: 400, message: '没有这个操作：{action}' },
  CONTENT_REFUSED: { code: 400, message: '描述里有不能生成的内容，请换个说法' },
  PICTURE_REFUSED: { code: 400, message: '画面内容未通过审核，请调整描述' },
  ANSWER_REFUSED: { code: 400, message: '这个回答未通过审核，未扣 AP，请换个说法' },
  PHOTO_UNFIT: { code: 400, message: '{problem}' },
  PROMPT_TOO_LONG: { code: 400, message: '描述太长，请缩短后再试' },
  SIGN_IN_REQUIRED: { code: 401, message: '请先登录' },
  FORBIDDEN: { code: 403, message: '没有权限进行此操作' },
  CREDITS_INSUFFICIENT: { code: 403, message: '这次需要 {required} 积分，还差 {missing} 积分' },
  SHARE_REFUSED: { code: 403, message: '这张画面没有通过审核，不能分享' },
  STORAGE_FULL: { code: 403, message: '存储空间已满，删除一些作品后再试' },
  NOT_FOUND: { code: 404, message: '内容不存在或已删除' },
  REQUEST_REUSED: { code: 409, message: '这次请求与之前的不一致，请重新提交' },
  SHARE_GONE: { code: 410, message: '作品已不公开' },
  DAILY_LIMIT_REACHED: {
    code: 429,
    message: '今日生成次数已达上限（{limit}次），明日0点重置',
    messageAtZero: '当前每日生成额度为 0，暂时不能生成',
  },
  QUOTA_EXCEEDED: {
    code: 429,
    message: '本月 AP 已用完（{limit} AP），{resetDay}0点重置',
    messageAtZero: '当前每月 AP 额度为 0，暂时不能提问',
  },
  STUDIO_LIMIT_REACHED: {
    code: 429,
    message: '今日服装摄影和试衣已达上限（{limit}张），明日0点重置',
    messageAtZero: '当前每日服装摄影和试衣额度为 0，暂时不能生成',
  },
  TOO_MANY_TASKS: { code: 429, message: '还有 {unfinished} 张图片没有完成，完成后再提交' },
  PRICE_CHANGED: { code: 409, message: '价格刚刚变了，请确认后重新提交' },
  ASSET_REFUSED: { code: 400, message: '照片未通过审核，请换一张' },
  ASSET_GONE: { code: 409, message: '照片已删除，请重新选择' },
  PHOTO_UNUSABLE: { code: 400, message: '这张照片不适合，请换一张正面、清晰的照片' },
  NOTHING_TO_RETRY: { code: 409, message: '没有需要重做的图片' },
  ACCOUNT_BUSY: { code: 409, message: '还有{what}没有结束，结束后再注销' },
  ACCOUNT_LEAVING: { code: 409, message: '上一个账户正在注销，请稍后再来' },
  ANSWER_UNDER_WAY: { code: 409, message: '上一条还在回答，请稍等' },
  WORK_UNREADABLE: { code: 500, message: '这件作品的记录有问题，暂时打不开' },
  INTERNAL: { code: 500, message: '服务繁忙，请稍后再试' },
  PROVIDER_FAILED: { code: 502, message: '绘制服务暂时繁忙' },
  PROVIDER_OUTCOME_UNKNOWN: { code: 502, message: '绘制服务没有回应' },
  PROVIDER_TIMEOUT: { code: 502, message: '绘制超时了' },
  CANCELLED: { code: 409, message: '已取消' },
  PICTURE_NOT_STORED: { code: 502, message: '画面保存失败' },
  ANSWER_FAILED: { code: 502, message: '没有回答成功，未扣 AP' },
  INTERRUPTED: { code: 502, message: '绘制中断了' },
  PROVIDER_NOT_CONFIGURED: { code: 503, message: '绘制服务维护中，请稍后再来' },
  PROVIDER_BUSY: { code: 503, message: '绘制服务暂时繁忙' },
  CHECK_UNAVAILABLE: { code: 503, message: '内容检查暂时不可用，请稍后再试' },
  COUNT_UNAVAILABLE: { code: 503, message: '次数暂时读不到，请稍后再试' },
  QUOTA_UNAVAILABLE: { code: 503, message: '额度暂时读不到，请稍后再试' },
  FEATURE_OFF: { code: 503, message: '聊天暂未开放，请稍后再来' },
  CHAT_NOT_CONFIGURED: { code: 503, message: '聊天服务维护中，请稍后再来' },
  LOGIN_CODE_REFUSED: { code: 401, message: '登录状态已过期，请再试一次' },
  PAYMENT_OFF: { code: 503, message: '充值尚未开通' },
  PAYMENT_UNAVAILABLE: { code: 503, message: '支付服务暂时没有回应，请稍后再试' },
  REWARD_REFUSED: { code: 403, message: '微信提示当前微信号有异常，这次不能领取，过些天再来看看' },
  INVITE_OFF: { code: 503, message: '邀请活动暂未开放' },
  INVITE_REFUSED: { code: 409, message: '{problem}' },
  ORDER_REFUSED: { code: 409, message: '{problem}' },
  SECOND_ADMIN_REQUIRED: {
    code: 403,
    message: '这笔数额需要另一位管理员批准，现在只有一位管理员，不能执行',
  },
  OWN_PROPOSAL: { code: 403, message: '自己提出的，需要另一位管理员批准' },
  CHANGED_MEANWHILE: { code: 409, message: '刚刚有人修改过，请查看后再改' },
  MODEL_UNTESTED: { code: 409, message: '先试调一次，成功后才能启用' },
  NOTHING_TO_UNDO: { code: 409, message: '没有可以撤销的修改' },
  BUSY: { code: 503, message: '服务繁忙，请稍后再试' },
} as const satisfies Record<string, { code: number; message: string; messageAtZero?: string }>;

export type FailureName = keyof typeof failures;

/** Details for the page besides the sentence. Failures not listed here have none. */
export type FailureDetails = {
  INVALID_INPUT: { field: string; problem: string };
  UNKNOWN_ACTION: { action: string };
  /** `problem` is the whole sentence. */
  PHOTO_UNFIT: { problem: string };
  /** `what` is inserted into the sentence. */
  ACCOUNT_BUSY: { what: string };
  INVITE_REFUSED: { problem: string };
  ORDER_REFUSED: { problem: string };
  CREDITS_INSUFFICIENT: { required: number; missing: number; credits: number };
  DAILY_LIMIT_REACHED: { limit: number; used: number; resetAt: string };
  STUDIO_LIMIT_REACHED: { limit: number; used: number; resetAt: string };
  TOO_MANY_TASKS: { unfinished: number; limit: number };
  /** `cost` is the current price. */
  PRICE_CHANGED: { cost: number } | { priceFen: number };
  STORAGE_FULL: { limitBytes: number; usedBytes: number };
  /** `resetDay` is used in the sentence: `12月1日`. `recommendedPlan` is null on the highest level. */
  QUOTA_EXCEEDED: {
    limit: number;
    used: number;
    required: number;
    resetAt: string;
    resetDay: string;
    membershipLevel: string;
    recommendedPlan: string | null;
  };
};

export type DetailsOf<Name extends FailureName> = Name extends keyof FailureDetails
  ? FailureDetails[Name]
  : undefined;

export type Success<Data> = { code: 200; message: ''; data: Data };

export type Failure = {
  code: (typeof failures)[FailureName]['code'];
  error: FailureName;
  message: string;
  data: null;
  details?: FailureDetails[keyof FailureDetails];
};

export type Reply<Data> = Success<Data> | Failure;
