import { readConfig } from '../../cloudfunctions/shared/config';

describe('readConfig', () => {
  it('needs nothing, and counts an empty variable as absent', () => {
    expect(readConfig({ ZHIPU_API_KEY: '', ZHIPU_IMAGE_MODEL: '' })).toEqual({
      zhipu: {
        apiKey: null,
        baseUrl: 'https://open.bigmodel.cn/api/paas/v4',
        models: ['cogview-4-250304'],
        chatModels: ['glm-4-flash-250414'],
        timeoutMs: 40_000,
      },
      contentProducer: 'ai-image-workshop',
      hasPayment: false,
      modelFilings: [],
      resetQuotasToken: null,
      messages: { taskEnded: null },
      miniprogramState: 'formal',
    });
  });

  it('takes what is set', () => {
    const { zhipu } = readConfig({
      ZHIPU_API_KEY: ' key ',
      ZHIPU_BASE_URL: 'http://127.0.0.1:9000/api/paas/v4',
      ZHIPU_IMAGE_MODEL: 'cogview-4-250304,glm-image',
      ZHIPU_CHAT_MODEL: 'glm-5.3,glm-4-flash-250414',
      ZHIPU_TIMEOUT_SECONDS: '30',
    });
    expect(zhipu).toEqual({
      apiKey: 'key',
      baseUrl: 'http://127.0.0.1:9000/api/paas/v4',
      models: ['cogview-4-250304', 'glm-image'],
      chatModels: ['glm-5.3', 'glm-4-flash-250414'],
      timeoutMs: 30_000,
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
    ['ZHIPU_IMAGE_MODEL', 'a, b', 'must be model names separated by commas'],
    ['ZHIPU_CHAT_MODEL', 'a;b', 'must be model names separated by commas'],
    ['RESET_QUOTAS_TOKEN', 'short', 'must be at least 24 characters long'],
    ['ZHIPU_TIMEOUT_SECONDS', 'soon', 'must be a number of seconds'],
    ['ZHIPU_TIMEOUT_SECONDS', '60', 'must be at most 45'],
    ['AIGC_CONTENT_PRODUCER', '影像工坊', 'must be printable ASCII'],
    ['MINIPROGRAM_STATE', 'beta', 'must be developer, trial or formal'],
    ['NOTIFY_TASK_TEMPLATE_FIELDS', 'thing1', 'must be fields such as'],
    ['MODEL_FILINGS', '模型，没有备案号', 'must be 模型名称=备案号, several separated by ;'],
  ])('names %s when it is wrong, and says what it must be', (name, value, problem) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name} ${problem}`);
  });
});
