import type { FaultMeaning } from '../provider/fault';
import type { ApiConfig } from '../provider/api-config';
import type { Provider } from '../provider/port';
import type { WorkFailure } from './failure';

/** A configured text-to-image model. */
export type Painter = {
  /** `<vendor>:<model>`, as works record it. */
  name: string;
  model: string;
  provider: Provider;
  /** Null if the model supports the size, else the reason. */
  refusesSize(size: string): string | null;
  timeoutMs: number;
  parameters: Readonly<Record<string, unknown>>;
};

/** A generation takes at least 5 s: with less time left, asking would only cost money. */
export const minPaintMs = 6_000;

export function createPainter(provider: Provider, config: ApiConfig): Painter {
  const { model, sizes, deadlineSeconds, defaultParams } = config;
  return {
    name: `${provider.vendor}:${model}`,
    model,
    provider,
    refusesSize: (size) =>
      sizes.length > 0 && !sizes.includes(size)
        ? 'is not configured'
        : provider.sizeProblem(model, size),
    timeoutMs: deadlineSeconds * 1000,
    parameters: defaultParams,
  };
}

/** The failure recorded for a work, by the fault that stopped it. */
export function paintFailureOf(fault: FaultMeaning): WorkFailure {
  switch (fault.state) {
    case 'refused':
      if (fault.reason === 'request') return 'PROVIDER_FAILED';
      return fault.reason === 'tooLong' ? 'PROMPT_TOO_LONG' : 'PICTURE_REFUSED';
    case 'retry':
      return 'PROVIDER_BUSY';
    case 'disabled':
      return 'PROVIDER_FAILED';
    case 'unknown':
      return fault.isAnswered === true ? 'PROVIDER_FAILED' : 'PROVIDER_OUTCOME_UNKNOWN';
  }
}
