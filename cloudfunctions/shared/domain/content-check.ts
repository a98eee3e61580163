/** True: the text may be used. Throws if the check gave no verdict. */
export type ContentCheck = (
  text: string,
  openid: string,
  scene: 'profile' | 'social',
) => Promise<boolean>;
