import type { FeatureFlagRepository } from '../../data/core/feature-flags';
import type { ApiConfigRepository } from '../../data/providers/api-configs';
import { judgeFidelity, questionsOf } from '../../domain/gates/fidelity';
import type { FidelityKind, FidelityVerdict } from '../../domain/gates/fidelity';
import { anonymous } from '../../domain/ids';
import { describeError } from '../../domain/log';
import type { Log } from '../../domain/log';
import type { ApiConfig } from '../../domain/provider/api-config';
import type { InputPicture, Provider } from '../../domain/provider/port';

export type FidelityNeeds = {
  log: Log;
  apiConfigs: Pick<ApiConfigRepository, 'list'>;
  providers: { vendor(name: string): Provider | null };
  settings: { featureFlags: Pick<FeatureFlagRepository, 'isOn'> };
};

/** Temporary URLs. `personUrl` is set for a try-on, whose person must stay the same. */
export type ComparedPictures = {
  garmentUrl: string;
  resultUrl: string;
  personUrl?: string | undefined;
  kind: FidelityKind;
};

export type FidelityCheck = (pictures: ComparedPictures) => Promise<FidelityVerdict>;

const maxCheckMs = 20_000;

/** Null while the check is switched off in `app_config/fidelity`. */
export async function openFidelityCheck(
  needs: FidelityNeeds,
  userId: string,
): Promise<FidelityCheck | null> {
  const isOn = await needs.settings.featureFlags.isOn('fidelity', userId);
  return isOn ? (pictures) => checkFidelity(pictures, userId, needs) : null;
}

/**
 * Has a vision model compare garment and picture. It receives pictures and fixed questions, never a user's text. Models are tried
 * in order until one answers every question with one of its choices. Never throws: an outage yields `down`.
 */
export async function checkFidelity(
  pictures: ComparedPictures,
  userId: string,
  needs: FidelityNeeds,
): Promise<FidelityVerdict> {
  const down: FidelityVerdict = { verdict: 'down', differences: [] };
  try {
    const configs = await needs.apiConfigs.list('vision');
    for (const config of configs) {
      const verdict = await ask(config, pictures, userId, needs);
      if (verdict !== null && verdict.verdict !== 'down') return verdict;
    }
  } catch (error) {
    needs.log.warn('fidelity not checked', { cause: describeError(error) });
  }
  return down;
}

/** Null: this model could not be used or gave no valid answer. A result may show a person, so only domestic models see it. */
async function ask(
  {
    id,
    provider: name,
    model,
    region,
    isActive,
    maxRefs,
    deadlineSeconds,
    defaultParams,
  }: ApiConfig,
  pictures: ComparedPictures,
  userId: string,
  { providers, log }: FidelityNeeds,
): Promise<FidelityVerdict | null> {
  const provider = isActive && region === 'cn' ? providers.vendor(name) : null;
  if (provider?.capabilities.includes('vision') !== true) return null;
  const inputs = toInputs(pictures, maxRefs);
  const questions = questionsOf(inputs.some(({ role }) => role === 'person'));
  const outcome = await provider.start(
    {
      ...{ capability: 'vision', mode: 'sync', model, inputs, questions },
      anonymousUserId: `user-${anonymous(userId)}`,
      parameters: defaultParams,
    },
    { timeoutMs: Math.min(maxCheckMs, deadlineSeconds * 1000) },
  );
  if (outcome.state === 'done') {
    const verdict = judgeFidelity(questions, outcome.answers ?? {});
    if (verdict.verdict === 'down') log.warn('fidelity answer outside its choices', { model: id });
    return verdict;
  }
  log.warn('fidelity check failed', { model: id, ...outcome });
  return null;
}

/** The person is omitted for a model that takes fewer pictures: the garment matters most. */
function toInputs(
  { garmentUrl, personUrl, resultUrl, kind }: ComparedPictures,
  maxRefs: number,
): InputPicture[] {
  const hasPerson = kind === 'fitting' && personUrl !== undefined && maxRefs >= 3;
  return [
    { url: garmentUrl, role: 'garment' },
    ...(hasPerson ? [{ url: personUrl, role: 'person' as const }] : []),
    { url: resultUrl, role: 'result' },
  ];
}
