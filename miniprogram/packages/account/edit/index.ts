import { createRequestId } from '../../../services/request-id';
import { signIn } from '../../../services/session';
import { getUser, updateUser } from '../../../services/user-info';
import { explain, toast } from '../../../utils/dialog';
import { toOwnAvatar } from '../../../utils/avatar';
import { createGuard } from '../../../utils/guard';
import { goBack } from '../../../utils/navigation';
import { lengthOf, maxLengths, toLine } from '../../../utils/text';
import { explainProfile, uploadAfter } from './view';

const data = {
  avatar: '',
  avatarNote: '',
  nickname: '',
  isSaving: false,
};

Page({
  data,

  saving: createGuard(),
  savedNickname: '',
  savedAvatar: '',
  /** The local path of a chosen picture that is not saved yet. */
  chosenPath: '',
  /** The file id of that picture once it is uploaded: a retry does not upload it again. */
  uploadedId: '',

  async onLoad() {
    this.saving = createGuard();
    try {
      const user = await getUser();
      const { nickname } = user;
      const { picture: avatar, note: avatarNote } = toOwnAvatar(user);
      this.savedNickname = nickname;
      this.savedAvatar = avatar;
      this.setData({ avatar, avatarNote, nickname });
    } catch (error) {
      toast(explain(error));
    }
  },

  onChooseAvatar(event: WechatMiniprogram.CustomEvent<{ avatarUrl: string }>) {
    this.chosenPath = event.detail.avatarUrl;
    this.uploadedId = '';
    this.setData({ avatar: this.chosenPath, avatarNote: '' });
  },

  /** WeChat may empty the field after its own check, so `onSubmit` reads the value of the form. */
  onNickname(event: WechatMiniprogram.Input) {
    this.setData({ nickname: event.detail.value });
  },

  onSubmit(event: WechatMiniprogram.FormSubmit) {
    const typed: unknown = event.detail.value['nickname'];
    const nickname = toLine(typeof typed === 'string' ? typed : this.data.nickname);
    void this.saving.run(() => this.save(nickname));
  },

  async save(nickname: string) {
    if (nickname === '') {
      toast('昵称不能为空');
      return;
    }
    if (lengthOf(nickname) > maxLengths.nickname) {
      toast(`昵称最多 ${maxLengths.nickname} 字`);
      return;
    }
    this.setData({ isSaving: true });
    try {
      const avatar = this.chosenPath === '' ? undefined : await this.upload();
      const { avatarReview } = await updateUser({
        ...(nickname !== this.savedNickname && { nickname }),
        ...(avatar !== undefined && { avatar }),
      });
      toast(avatarReview?.state === 'pending' ? '已保存，新头像审核通过后显示' : '已保存');
      this.saving.hold();
      goBack();
    } catch (error) {
      this.onRefused(error);
    } finally {
      this.setData({ isSaving: false });
    }
  },

  onRefused(error: unknown) {
    toast(explainProfile(error));
    const upload = uploadAfter(error);
    if (upload !== 'reusable') this.uploadedId = '';
    if (upload !== 'unfit') return;
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
