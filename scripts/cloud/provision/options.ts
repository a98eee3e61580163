export type ProvisionOptions = {
  /** Also widens permissions that were narrowed by hand. */
  mayLoosen: boolean;
};
