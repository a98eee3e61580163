/** What a text of a scene or a template makes of our samples: the latest real picture of it, for admins only. */
export type Preview = {
  /** `scene:<id>` or `template:<id>`. */
  target: string;
  requestId: string;
  adminId: string;
  configId: string;
  model: string;
  /** Of the draft: another one under the same request is refused. */
  textHash: string;
  state: 'running' | 'worked' | 'failed';
  startedAt: Date;
  /** Of the vendor; an order without an answer by then has failed. */
  deadline: Date;
  endedAt?: Date | undefined;
  providerTaskId?: string | undefined;
  costFen: number;
  fileId: string;
  problem: string;
};
