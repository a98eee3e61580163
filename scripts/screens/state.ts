import type { Phone, Workshop } from '../../tests/support/workshop';

/** A page in one of its states: the user, the entry of the app, and how the state is reached. */
export type State = {
  name: string;
  who: string;
  path?: string;
  /** More of the address: parameters of the page, settings of the phone. */
  query?: Record<string, string>;
  /** Whether the state passes by itself, so that its picture cannot wait for everything to load. */
  isPassing?: boolean;
  /** False: virtual payment is not configured. */
  hasPayment?: false;
  prepare?(workshop: Workshop): Promise<void>;
  reach(phone: Phone, workshop: Workshop): Promise<void>;
};

export function seen(words: string | RegExp): (phone: Phone) => Promise<void> {
  return (phone) => phone.text(words).waitFor();
}
