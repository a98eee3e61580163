import * as z from 'zod';
import { User, writtenText } from './values';

export const login = {
  wxLogin: {
    input: z.strictObject({
      nickname: writtenText(20).optional(),
      avatar: z.string().max(300).optional(),
    }),
    output: z.object({ user: User, isNew: z.boolean() }),
  },
};
