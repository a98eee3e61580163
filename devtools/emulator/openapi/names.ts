/** The APIs of WeChat that are built here. */
export const openApiNames = [
  'security.msgSecCheck',
  'security.mediaCheckAsync',
  'subscribeMessage.send',
] as const;
export type OpenApiName = (typeof openApiNames)[number];
