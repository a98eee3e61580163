export type ProvisionOptions = {
  /** Also widens permissions that somebody has narrowed. */
  mayLoosen: boolean;
};
