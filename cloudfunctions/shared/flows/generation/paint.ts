import { anonymous } from '../../domain/ids';
import type { Log } from '../../domain/log';
import { needsAlarm, nextStep } from '../../domain/provider/fault';
import type { ProviderFault } from '../../domain/provider/fault';
import type { Clock } from '../../domain/time/clock';
import { minPaintMs, paintFailureOf } from '../../domain/work/painter';
import type { Painter } from '../../domain/work/painter';
import type { TextToImageWork } from '../../domain/work/work';
import { AppError } from '../../error';

export type PaintNeeds = {
  clock: Clock;
  log: Log;
  providers: { painters: () => Promise<readonly Painter[]> };
};
export type PaintedPicture = {
  imageUrl: string;
  /** The vendor has not drawn the visible mark. */
  needsMark: boolean;
  taskId?: string | undefined;
};

/**
 * The only retry loop around paid requests. Painters are tried in order until one succeeds, the time is over or a fault forbids
 * another attempt. Throws an AppError with a failure name of works.
 */
export async function paint(
  work: TextToImageWork,
  { clock, log, providers }: PaintNeeds,
  deadline: Date,
): Promise<PaintedPicture> {
  const remaining = () => deadline.getTime() - clock.now().getTime();
  let lastFault: ProviderFault | null = null;
  for (const painter of await providers.painters()) {
    if (painter.refusesSize(work.size) !== null) continue;
    for (let attempt = 1; remaining() >= minPaintMs || attempt === 1; attempt += 1) {
      const outcome = await ask(painter, work, Math.max(1, remaining()));
      if ('imageUrl' in outcome) return outcome;
      const fault = outcome;
      lastFault = fault;
      const next = nextStep(fault, attempt, remaining(), () => clock.random(), minPaintMs);
      const fields = {
        provider: painter.name,
        providerCode: fault.providerCode,
        httpStatus: fault.httpStatus,
        state: fault.state,
        attempt,
        next: next.step,
      };
      if (needsAlarm(fault)) log.alarm('provider', fields);
      else log.warn('provider fault', fields);
      if (next.step === 'stop') throw new AppError(paintFailureOf(fault));
      if (next.step === 'other') break;
      await clock.sleep(next.waitMs);
    }
  }
  throw new AppError(lastFault === null ? 'PROVIDER_FAILED' : paintFailureOf(lastFault));
}

async function ask(
  { model, provider, timeoutMs, parameters }: Painter,
  work: TextToImageWork,
  remainingMs: number,
): Promise<PaintedPicture | ProviderFault> {
  const outcome = await provider.start(
    {
      capability: 'text2img',
      model,
      mode: 'sync',
      prompt: work.enhancedPrompt,
      size: work.size,
      quality: work.quality,
      anonymousUserId: `user-${anonymous(work.userId)}`,
      parameters,
    },
    { timeoutMs: Math.min(timeoutMs, remainingMs) },
  );
  switch (outcome.state) {
    case 'done': {
      const [picture] = outcome.pictures;
      if (picture !== undefined) {
        return { imageUrl: picture.url, needsMark: !provider.labelsPictures };
      }
      return { state: 'unknown', isAnswered: true, providerCode: 'no-picture', httpStatus: null };
    }
    // We asked for the picture and got a task: it is drawn and charged for, but nothing here follows it.
    case 'accepted':
      return { state: 'unknown', providerCode: 'task-instead', httpStatus: null };
    default:
      return outcome;
  }
}
