/** The answers of `wx.requestSubscribeMessage` for a template. */
export const consentResults = ['accept', 'acceptWithAudio', 'reject', 'ban', 'filter'] as const;
export type ConsentResult = (typeof consentResults)[number];

/**
 * A user's consents for one template: one message per accept. `balance` is always `accepts - sends - lost`, and never negative.
 * `lost`: consents that WeChat no longer knew about.
 */
export type Consent = {
  id: string;
  userId: string;
  templateId: string;
  balance: number;
  accepts: number;
  sends: number;
  lost: number;
  /** The latest counted answers, by request id. */
  requests: { requestId: string; result: ConsentResult }[];
};

/** Enough to recognise a repetition after a lost answer. */
const maxRemembered = 64;

export function newConsent(userId: string, templateId: string): Consent {
  const id = consentIdOf(userId, templateId);
  return { id, userId, templateId, balance: 0, accepts: 0, sends: 0, lost: 0, requests: [] };
}

export function consentIdOf(userId: string, templateId: string): string {
  return `${userId}:${templateId}`;
}

/** Null if this request was already counted. Only an accept changes the balance: earlier consents stay valid. */
export function withAnswer(
  consent: Consent,
  requestId: string,
  result: ConsentResult,
): Consent | null {
  if (consent.requests.some((request) => request.requestId === requestId)) return null;
  const accepted = result === 'accept' || result === 'acceptWithAudio' ? 1 : 0;
  return {
    ...consent,
    balance: consent.balance + accepted,
    accepts: consent.accepts + accepted,
    requests: [...consent.requests, { requestId, result }].slice(-maxRemembered),
  };
}

/** Null if there is no consent left. */
export function withSend(consent: Consent): Consent | null {
  if (consent.balance < 1) return null;
  return { ...consent, balance: consent.balance - 1, sends: consent.sends + 1 };
}

/** WeChat refused the message before using up a consent. */
export function withoutSend(consent: Consent): Consent {
  if (consent.sends < 1) return consent;
  return { ...consent, balance: consent.balance + 1, sends: consent.sends - 1 };
}

/** WeChat has no consent left. */
export function withNothingLeft(consent: Consent): Consent {
  return { ...consent, balance: 0, lost: consent.lost + consent.balance };
}
