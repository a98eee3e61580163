/** Something the admin can mend: shown as one sentence, without a stack. */
export class AdminError extends Error {}
