export type ProvisionOptions = {
  /** Whether permissions narrowed by hand are widened again. */
  mayLoosen: boolean;
};
