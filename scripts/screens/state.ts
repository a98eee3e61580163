import type { Phone, Workshop } from '../../tests/support/workshop';

/** A page in one of its states: the user, the app's entry, and how to reach the state. */
export type State = {
  name: string;
  who: string;
  path?: string;
  /** Further query parameters: parameters of the page, settings of the phone. */
  query?: Record<string, string>;
  /** Whether the state ends by itself, so that its picture cannot wait until everything has loaded. */
  isPassing?: boolean;
  /** False: virtual payment is not configured. */
  hasPayment?: false;
  prepare?(workshop: Workshop): Promise<void>;
  reach(phone: Phone, workshop: Workshop): Promise<void>;
};

export function seen(words: string | RegExp): (phone: Phone) => Promise<void> {
  return (phone) => phone.text(words).waitFor();
}
