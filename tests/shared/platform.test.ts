import { userIdOf } from '../../cloudfunctions/shared/domain/ids';
import { toInvocation } from '../../cloudfunctions/shared/function';
import { openContext, openPush, openTimer } from '../../cloudfunctions/shared/platform';

const forbidden = expect.objectContaining({ failure: 'FORBIDDEN' }) as Error;

/** The variables that the cloud sets for one invocation; `getWXContext` of the real SDK reads them. */
type Variables = { WX_OPENID?: string; TCB_SOURCE?: string };

describe('the platform', () => {
  const invocation = toInvocation({});
  const former = { ...process.env };

  function invokedWith(variables: Variables): void {
    process.env = { ...former, ...keys, ...variables };
  }
  const keys = { TCB_CONTEXT_KEYS: 'TCB_SOURCE', WX_CONTEXT_KEYS: 'WX_OPENID' };
  afterEach(() => {
    process.env = former;
  });

  it('takes the caller from WeChat', () => {
    invokedWith({ WX_OPENID: 'alice', TCB_SOURCE: 'wx_client' });

    expect(openContext(invocation).caller).toEqual({
      ...{ kind: 'member', openid: 'alice', userId: userIdOf('alice') },
    });
  });

  it.each<[Variables]>([
    [{}],
    [{ WX_OPENID: '', TCB_SOURCE: 'wx_http' }],
    [{ TCB_SOURCE: 'wx_client,scf' }],
  ])('calls a caller without an identity a service: %j', (variables) => {
    invokedWith(variables);

    expect(openContext(invocation).caller).toEqual({ kind: 'service' });
  });

  it('opens a timer for the source of timers', () => {
    invokedWith({ TCB_SOURCE: 'wx_trigger' });

    expect(openTimer(invocation).caller).toEqual({ kind: 'timer' });
  });

  it.each<[Variables]>([
    [{}],
    [{ TCB_SOURCE: 'wx_client' }],
    [{ WX_OPENID: 'alice', TCB_SOURCE: 'wx_trigger' }],
  ])('opens no timer for anybody else: %j', (variables) => {
    invokedWith(variables);

    expect(() => openTimer(invocation)).toThrow(forbidden);
  });

  it('opens a push', () => {
    invokedWith({});

    expect(openPush(invocation).caller).toEqual({ kind: 'push' });
  });

  it.each<[Variables]>([
    [{ WX_OPENID: 'alice' }],
    [{ WX_OPENID: 'alice', TCB_SOURCE: 'wx_client' }],
    [{ TCB_SOURCE: 'wx_client' }],
    [{ TCB_SOURCE: 'wx_client,scf' }],
    [{ TCB_SOURCE: 'wx_http' }],
  ])('opens no push for phones, nor over HTTP: %j', (variables) => {
    invokedWith(variables);

    expect(() => openPush(invocation)).toThrow(forbidden);
  });
});
