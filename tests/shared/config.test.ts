import { readConfig } from '../../cloudfunctions/shared/config';

describe('readConfig', () => {
  it('needs nothing, and counts an empty variable as absent', () => {
    expect(readConfig({ ZHIPU_BASE_URL: '', MODEL_FILINGS: '' })).toEqual({
      contentProducer: 'ai-image-workshop',
      hasPayment: false,
      modelFilings: [],
      resetQuotasToken: null,
      messages: { taskEnded: null },
      miniprogramState: 'formal',
    });
  });

  it('says which fields of a template carry a message', () => {
    const template = {
      NOTIFY_TASK_TEMPLATE_ID: 'id',
      NOTIFY_TASK_TEMPLATE_FIELDS: 'result=phrase1,title=thing7',
    };
    expect(readConfig(template).messages.taskEnded).toEqual({
      templateId: 'id',
      fields: { title: 'thing7', result: 'phrase1', time: '', tip: '' },
    });
    expect(() => readConfig({ ...template, NOTIFY_TASK_TEMPLATE_FIELDS: 'title=words1' })).toThrow(
      'NOTIFY_TASK_TEMPLATE_FIELDS: WeChat has no field words1',
    );
  });

  it('offers something for sale only with an offer, and names the filed models', () => {
    expect(
      readConfig({
        XPAY_OFFER_ID: '1450000001',
        MODEL_FILINGS: '智谱清言=Beijing-1; 图像 = 网信算备2号',
      }),
    ).toMatchObject({
      hasPayment: true,
      modelFilings: [
        { model: '智谱清言', number: 'Beijing-1' },
        { model: '图像', number: '网信算备2号' },
      ],
    });
  });

  it.each([
    ['ZHIPU_BASE_URL', 'open.bigmodel.cn', 'must be an http(s) address'],
    ['DASHSCOPE_BASE_URL', 'ftp://a.b', 'must be an http(s) address'],
    ['RESET_QUOTAS_TOKEN', 'short', 'must be at least 24 characters long'],
    ['AIGC_CONTENT_PRODUCER', '影像工坊', 'must be printable ASCII'],
    ['MINIPROGRAM_STATE', 'beta', 'must be developer, trial or formal'],
    ['NOTIFY_TASK_TEMPLATE_FIELDS', 'thing1', 'must be fields such as'],
    ['MODEL_FILINGS', '模型，没有备案号', 'must be 模型名称=备案号, several separated by ;'],
  ])('names %s when it is wrong, and says what it must be', (name, value, problem) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name} ${problem}`);
  });
});
