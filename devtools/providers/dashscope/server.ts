import { startPictureStub } from '../http/stub';
import type { PictureStub, PictureStubOptions } from '../http/stub';
import { createDashscopeRoute } from './images';
import type { DashscopeOrder } from './request';
import { dashscope } from './vendor';

export type DashscopeStub = PictureStub<DashscopeOrder>;

const oneDaySeconds = 24 * 3600;

/** A local stub of try-on and edits of dashscope.aliyuncs.com; README.md lists the faults that it can simulate. */
export function startDashscope(options: PictureStubOptions): Promise<DashscopeStub> {
  return startPictureStub(
    {
      ...{ vendor: dashscope, basePath: '/api/v1' },
      ...{ usualLatencyMs: 4000, urlLifeSeconds: oneDaySeconds },
    },
    options,
    createDashscopeRoute,
  );
}
