import type { Context } from '../shared/context';
import { anonymous } from '../shared/domain/ids';
import { leastPaintMs, needsAlarm, nextStep, PaintError } from '../shared/domain/work/painter';
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
  let lastError: PaintError | null = null;
  for (const painter of providers.painters) {
    if (painter.refusesSize(work.size) !== null) continue;
    for (let attempt = 1; remaining() >= leastPaintMs || attempt === 1; attempt += 1) {
      const outcome = await ask(painter, work, Math.max(1, remaining()));
      if (!(outcome instanceof PaintError)) return outcome;
      lastError = outcome;
      const { fault } = outcome;
      const next = nextStep(fault, attempt, remaining(), () => clock.random());
      const fields = {
        provider: painter.name,
        providerCode: fault.providerCode,
        httpStatus: fault.httpStatus,
        kind: fault.kind,
        attempt,
        next: next.step,
      };
      if (needsAlarm(fault)) log.alarm('provider', fields);
      else log.warn('provider fault', fields);
      if (next.step === 'stop') throw new AppError(fault.failure, { cause: outcome });
      if (next.step === 'other') break;
      await clock.sleep(next.waitMs);
    }
  }
  throw new AppError(lastError?.fault.failure ?? 'PROVIDER_FAILED', { cause: lastError });
}

async function ask(painter: Painter, work: Work, timeoutMs: number): Promise<Painted | PaintError> {
  const job = {
    prompt: work.enhancedPrompt,
    size: work.size,
    quality: work.quality,
    anonymousUserId: `user-${anonymous(work.userId)}`,
  };
  try {
    return await painter.paint(job, { timeoutMs });
  } catch (error) {
    if (error instanceof PaintError) return error;
    throw error;
  }
}
