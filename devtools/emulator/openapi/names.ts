/** The WeChat APIs that the local cloud implements. */
export const openApiNames = [
  'security.msgSecCheck',
  'security.mediaCheckAsync',
  'subscribeMessage.send',
] as const;
export type OpenApiName = (typeof openApiNames)[number];
