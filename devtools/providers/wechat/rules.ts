import { z } from 'zod';

/** What the next calls of an API return instead of doing their work. */
export const ApiRule = z.strictObject({
  /** The last segment of the API's path: `query_order`, `jscode2session`, … */
  api: z.string().min(1),
  errcode: z.int().optional(),
  errmsg: z.string().default('told by a rule'),
  /** Answers with this HTTP status and an HTML page, as a gateway does. */
  status: z.int().min(400).max(599).optional(),
  /** Does the work, then closes the connection without an answer. */
  isAnswerLost: z.boolean().default(false),
  /** The number of calls that the rule applies to; absent: all. */
  times: z.int().min(1).optional(),
});
export type ApiRule = z.infer<typeof ApiRule>;

/** How WeChat completes the next payments of phones. */
export const PayRule = z.strictObject({
  /** `late` means after a minute, `early` before the phone learns of the payment. */
  push: z.enum(['once', 'none', 'twice', 'late', 'early']).default('once'),
  delayMs: z.int().min(0).optional(),
  couponFen: z.int().min(0).optional(),
  paidFen: z.int().min(0).optional(),
  /** Fields of the push to replace with wrong values. */
  pushFields: z.record(z.string(), z.unknown()).optional(),
  times: z.int().min(1).optional(),
});
export type PayRule = z.infer<typeof PayRule>;

export type Rules<Rule> = {
  take(fits?: (rule: Rule) => boolean): Rule | null;
  list(): readonly Rule[];
  set(rules: readonly Rule[]): void;
};

/** The first matching rule applies, as many times as it states. */
export function createRules<Rule extends { times?: number | undefined }>(): Rules<Rule> {
  let rules: Rule[] = [];
  return {
    take(fits = () => true) {
      const taken = rules.find(fits);
      if (taken?.times !== undefined) {
        const times = taken.times - 1;
        rules = rules.flatMap((rule) =>
          rule !== taken ? [rule] : times === 0 ? [] : [{ ...rule, times }],
        );
      }
      return taken ?? null;
    },
    list: () => rules,
    set(next) {
      rules = [...next];
    },
  };
}
