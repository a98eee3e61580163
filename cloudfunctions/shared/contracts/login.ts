import * as z from 'zod';
import { DailyUsage, User, textOf, writtenLine } from './values';

export const login = {
  wxLogin: {
    input: z.strictObject({
      nickname: writtenLine(20).optional(),
      avatar: textOf(0, 300).optional(),
    }),
    /** The first page shows the usage at once; it is null if the count could not be read. */
    output: z.object({
      user: User,
      isNew: z.boolean(),
      dailyUsage: DailyUsage.nullable(),
      /** The features switched on for this user; the phone hides the entries of the others. */
      features: z.object({ chat: z.boolean(), payment: z.boolean() }),
    }),
  },
};
