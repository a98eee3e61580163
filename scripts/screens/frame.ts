import type { Phone, PhoneOptions, Workshop } from '../../tests/support/workshop';
import type { State } from './state';

/** Writes the rows that the states need, and opens a workshop without payment if a state needs one. Call it before the first state. */
export async function prepareStates(workshop: Workshop, states: readonly State[]): Promise<void> {
  if (states.some(({ hasPayment }) => hasPayment === false)) await workshop.withoutPayment();
  for (const state of states) await state.prepare?.(workshop);
}

/** Opens a phone in that state; `failure` tells why the state was not reached. */
export async function openState(
  workshop: Workshop,
  state: State,
  options: PhoneOptions = {},
): Promise<{ phone: Phone; failure: string | null }> {
  const { path, query, hasPayment = true } = state;
  const place = hasPayment ? workshop : await workshop.withoutPayment();
  const phone = await place.phone(state.who, {
    ...options,
    ...(path !== undefined && { path }),
    query: { ...options.query, ...query },
  });
  try {
    await state.reach(phone, place);
    return { phone, failure: null };
  } catch (error) {
    return { phone, failure: String(error).split('\n').slice(0, 3).join(' ') };
  }
}
