import type { Phone, PhoneOptions, Workshop } from '../../tests/support/workshop';
import type { State } from './state';

/** Writes the rows that the states need; before the first of them is opened. */
export async function prepareStates(workshop: Workshop, states: readonly State[]): Promise<void> {
  for (const state of states) await state.prepare?.(workshop);
}

/** A phone in that state; `failure` says why it was not reached. */
export async function openState(
  workshop: Workshop,
  state: State,
  options: PhoneOptions = {},
): Promise<{ phone: Phone; failure: string | null }> {
  const { path, query } = state;
  const phone = await workshop.phone(state.who, {
    ...options,
    ...(path !== undefined && { path }),
    query: { ...options.query, ...query },
  });
  try {
    await state.reach(phone, workshop);
    return { phone, failure: null };
  } catch (error) {
    return { phone, failure: String(error).split('\n').slice(0, 3).join(' ') };
  }
}
