import * as z from 'zod';
import { DailyUsage, User, writtenText } from './values';

export const login = {
  wxLogin: {
    input: z.strictObject({
      nickname: writtenText(20).optional(),
      avatar: z.string().max(300).optional(),
    }),
    /** The first page shows the usage at once; it is null when the count could not be read. */
    output: z.object({
      user: User,
      isNew: z.boolean(),
      dailyUsage: DailyUsage.nullable(),
      /** What the app may offer this person: entries of what is switched off are hidden. */
      features: z.object({ chat: z.boolean() }),
    }),
  },
};
