/** The latest real picture made from our samples with the text of a scene or a template; for admins only. */
export type Preview = {
  /** `scene:<id>` or `template:<id>`. */
  target: string;
  requestId: string;
  adminId: string;
  configId: string;
  model: string;
  /** Hash of the draft: another draft under the same request is refused. */
  textHash: string;
  state: 'running' | 'worked' | 'failed';
  startedAt: Date;
  /** The vendor's deadline; an order without an answer by then has failed. */
  deadline: Date;
  endedAt?: Date | undefined;
  providerTaskId?: string | undefined;
  costFen: number;
  fileId: string;
  problem: string;
};
