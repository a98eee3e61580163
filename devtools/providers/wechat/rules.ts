import { z } from 'zod';

/** What the next calls of an API answer in the place of doing anything. */
export const ApiRule = z.strictObject({
  /** The last part of its path: `query_order`, `jscode2session`, … */
  api: z.string().min(1),
  errcode: z.int().optional(),
  errmsg: z.string().default('told by a rule'),
  /** An HTTP status with a page, as a gateway answers. */
  status: z.int().min(400).max(599).optional(),
  /** Does what was asked, then closes the connection without an answer. */
  isAnswerLost: z.boolean().default(false),
  /** For so many calls; absent: for all. */
  times: z.int().min(1).optional(),
});
export type ApiRule = z.infer<typeof ApiRule>;

/** How the next payments of phones end on WeChat's side. */
export const PayRule = z.strictObject({
  /** `late`: after a minute; `early`: before the phone is told. */
  push: z.enum(['once', 'none', 'twice', 'late', 'early']).default('once'),
  delayMs: z.int().min(0).optional(),
  couponFen: z.int().min(0).optional(),
  paidFen: z.int().min(0).optional(),
  /** Fields that the push says wrongly. */
  pushFields: z.record(z.string(), z.unknown()).optional(),
  times: z.int().min(1).optional(),
});
export type PayRule = z.infer<typeof PayRule>;

export type Rules<Rule> = {
  take(fits?: (rule: Rule) => boolean): Rule | null;
  list(): readonly Rule[];
  set(rules: readonly Rule[]): void;
};

/** The first rule that fits is taken, as often as it says. */
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
