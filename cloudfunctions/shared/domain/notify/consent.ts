/** What `wx.requestSubscribeMessage` answers for a template. */
export const consentResults = ['accept', 'acceptWithAudio', 'reject', 'ban', 'filter'] as const;
export type ConsentResult = (typeof consentResults)[number];

/**
 * What a user has agreed to for one template: a message per accept. `balance` is always `accepts - sends - lost`, and never
 * negative. `lost`: agreements that WeChat no longer knew of.
 */
export type Consent = {
  id: string;
  userId: string;
  templateId: string;
  balance: number;
  accepts: number;
  sends: number;
  lost: number;
  /** The latest answers that were counted, by their request ids. */
  requests: { requestId: string; result: ConsentResult }[];
};

/** Enough to recognise the repetition of an answer that was lost. */
const maxRemembered = 64;

export function newConsent(userId: string, templateId: string): Consent {
  const id = consentIdOf(userId, templateId);
  return { id, userId, templateId, balance: 0, accepts: 0, sends: 0, lost: 0, requests: [] };
}

export function consentIdOf(userId: string, templateId: string): string {
  return `${userId}:${templateId}`;
}

/** Null when this request has been counted. Only an accept counts: what was agreed to before stays agreed to. */
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

/** Null when there is nothing to send with. */
export function withSend(consent: Consent): Consent | null {
  if (consent.balance < 1) return null;
  return { ...consent, balance: consent.balance - 1, sends: consent.sends + 1 };
}

/** WeChat refused the message before it took an agreement for it. */
export function withoutSend(consent: Consent): Consent {
  if (consent.sends < 1) return consent;
  return { ...consent, balance: consent.balance + 1, sends: consent.sends - 1 };
}

/** WeChat knows of no agreement any more. */
export function withNothingLeft(consent: Consent): Consent {
  return { ...consent, balance: 0, lost: consent.lost + consent.balance };
}
