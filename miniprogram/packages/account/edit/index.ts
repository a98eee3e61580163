import { createRequestId } from '../../../services/request-id';
import { signIn } from '../../../services/session';
import { getUser, updateUser } from '../../../services/user-info';
import { explain, toast } from '../../../utils/dialog';
import { goBack } from '../../../utils/navigation';
import { endOfPicture, explainProfile } from './view';

const longestNickname = 20;

const data = {
  avatar: '',
  nickname: '',
  isSaving: false,
};

Page({
  data,

  savedNickname: '',
  savedAvatar: '',
  /** A picture on the phone that is not in the cloud yet. */
  chosenPath: '',
  /** The same picture in the cloud, once it is there: a second try does not upload it again. */
  uploadedId: '',

  async onLoad() {
    try {
      const { avatar, nickname } = await getUser();
      this.savedNickname = nickname;
      this.savedAvatar = avatar;
      this.setData({ avatar, nickname });
    } catch (error) {
      toast(explain(error));
    }
  },

  onChooseAvatar(event: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    this.chosenPath = event.detail.avatarUrl;
    this.uploadedId = '';
    this.setData({ avatar: this.chosenPath });
  },

  /** WeChat may empty the field after its own check, so the form's value at submit is the one that counts. */
  onNickname(event: WechatMiniprogram.Input) {
    this.setData({ nickname: event.detail.value });
  },

  async onSubmit(event: WechatMiniprogram.FormSubmit) {
    const typed: unknown = event.detail.value['nickname'];
    const nickname = (typeof typed === 'string' ? typed : this.data.nickname).trim();
    if (this.data.isSaving) return;
    if (nickname === '') {
      toast('昵称不能为空');
      return;
    }
    this.setData({ isSaving: true });
    try {
      const avatar = this.chosenPath === '' ? undefined : await this.upload();
      await updateUser({
        ...(nickname !== this.savedNickname && { nickname: nickname.slice(0, longestNickname) }),
        ...(avatar !== undefined && { avatar }),
      });
      toast('已保存');
      goBack();
    } catch (error) {
      this.onRefused(error);
    } finally {
      this.setData({ isSaving: false });
    }
  },

  /** The cloud removes a picture with a refusal: one that is unfit goes from the page as well, any other goes up again. */
  onRefused(error: unknown) {
    toast(explainProfile(error));
    const end = endOfPicture(error);
    if (end !== 'kept') this.uploadedId = '';
    if (end !== 'unfit') return;
    this.chosenPath = '';
    this.setData({ avatar: this.savedAvatar });
  },

  async upload(): Promise<string> {
    if (this.uploadedId !== '') return this.uploadedId;
    const { id } = await signIn();
    const extension = /\.(\w+)$/.exec(this.chosenPath)?.[1] ?? 'jpg';
    const { fileID } = await wx.cloud.uploadFile({
      cloudPath: `uploads/${id}/avatar-${createRequestId()}.${extension}`,
      filePath: this.chosenPath,
    });
    this.uploadedId = fileID;
    return fileID;
  },
});
