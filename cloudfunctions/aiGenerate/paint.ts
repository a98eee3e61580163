import type { Context } from '../shared/context';
import { anonymous } from '../shared/domain/ids';
import { needsAlarm, nextStep } from '../shared/domain/provider/fault';
import type { ProviderFault } from '../shared/domain/provider/fault';
import { minPaintMs, paintFailureOf } from '../shared/domain/work/painter';
import type { Painter } from '../shared/domain/work/painter';
import type { Work } from '../shared/domain/work/work';
import { AppError } from '../shared/error';

type Needs = Pick<Context, 'clock' | 'log'> & {
  providers: Pick<Context['providers'], 'painters'>;
};
export type Painted = { imageUrl: string; taskId?: string | undefined };

/**
 * The one retry loop around paid requests. Painters are asked in their order until one answers, the time is over or a
 * fault forbids to ask again. Throws AppError with a name of the work's failures.
 */
export async function paint(
  work: Work,
  { clock, log, providers }: Needs,
  deadline: Date,
): Promise<Painted> {
  const remaining = () => deadline.getTime() - clock.now().getTime();
  let lastFault: ProviderFault | null = null;
  for (const painter of providers.painters) {
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
  { model, provider, timeoutMs }: Painter,
  work: Work,
  remainingMs: number,
): Promise<Painted | ProviderFault> {
  const outcome = await provider.start(
    {
      capability: 'text2img',
      model,
      mode: 'sync',
      prompt: work.enhancedPrompt,
      size: work.size,
      quality: work.quality,
      anonymousUserId: `user-${anonymous(work.userId)}`,
    },
    { timeoutMs: Math.min(timeoutMs, remainingMs) },
  );
  switch (outcome.state) {
    case 'done': {
      const [picture] = outcome.pictures;
      if (picture !== undefined) return { imageUrl: picture.url };
      return { state: 'unknown', isAnswered: true, providerCode: 'no-picture', httpStatus: null };
    }
    // We asked for the picture and got a task: it is drawn and charged for, and nobody here waits for it.
    case 'accepted':
      return { state: 'unknown', providerCode: 'task-instead', httpStatus: null };
    default:
      return outcome;
  }
}
