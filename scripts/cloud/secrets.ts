import type { Variables } from './variables';

const secretName = /(KEY|SECRET|SECRETID|TOKEN|WEBHOOK_URL)$/;
/** Shorter values would redact ordinary words. */
const minSecretLength = 6;

export function isSecretName(name: string): boolean {
  return secretName.test(name);
}

/** Replaces every value of a secret variable by `***`. */
export function createRedaction(variables: Variables): (text: string) => string {
  const secrets = Object.entries(variables)
    .flatMap(([name, value]) => (isSecretName(name) && value !== undefined ? [value] : []))
    .filter((value) => value.length >= minSecretLength)
    // Longest first, because one secret may start with another.
    .sort((a, b) => b.length - a.length);
  return (text) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}
