import * as z from 'zod';
import { User } from './values';

export const login = {
  wxLogin: {
    input: z.strictObject({
      nickname: z.string().trim().min(1).max(20).optional(),
      avatar: z.string().max(300).optional(),
    }),
    output: z.object({ user: User, isNew: z.boolean() }),
  },
};
