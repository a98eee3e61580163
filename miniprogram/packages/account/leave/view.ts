/** The consequences of deleting an account, as the cloud carries them out (flows/account/removals.ts). */
export const consequences: { title: string; line: string }[] = [
  { title: '作品会全部删除', line: '图片从云端移除，不能找回；需要的请先保存到相册' },
  { title: '积分和会员会作废', line: '剩余积分清零，会员立即失效' },
  { title: '聊天和资料会删除', line: '对话、上传的照片、头像和昵称从云端移除' },
  { title: '账务记录会保留', line: '订单、积分和用量按规定保留，不含你写的内容' },
  { title: '再次使用是新账户', line: '不会再得到新用户赠送的积分' },
];
