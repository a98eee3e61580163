import type { Context, PushCaller } from '../../shared/context';
import type { PushHandlers } from '../../shared/push';
import { mediaCheck } from './wxa-media-check';

/** What WeChat pushes, by `MsgType` and `Event`. Each pair is set in the console as well: docs/deployment.zh-CN.md. */
export const events: PushHandlers<Context<PushCaller>> = {
  event: {
    wxa_media_check: mediaCheck,
  },
};
