import { anonymous } from '../../domain/ids';
import type { Log } from '../../domain/log';
import type { Clock } from '../../domain/time/clock';
import { leastPaintMs, needsAlarm, nextStep, PaintError } from '../../domain/work/painter';
import type { Painter } from '../../domain/work/painter';
import type { TextToImageWork } from '../../domain/work/work';
import { AppError } from '../../error';

export type PaintNeeds = { clock: Clock; log: Log; providers: { painters: readonly Painter[] } };
export type Painted = { imageUrl: string; taskId?: string | undefined };

/**
 * The one retry loop around paid requests. Painters are asked in their order until one answers, the time is over or a
 * fault forbids to ask again. Throws AppError with a name of the work's failures.
 */
export async function paint(
  work: TextToImageWork,
  { clock, log, providers }: PaintNeeds,
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

async function ask(
  painter: Painter,
  work: TextToImageWork,
  timeoutMs: number,
): Promise<Painted | PaintError> {
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
