import {
  isPrivateAddress,
  urlProblem,
} from '../../../cloudfunctions/shared/providers/http/address';

const configured = 'http://127.0.0.1:9001';

describe('urlProblem', () => {
  it.each([
    'https://maas-watermark-prod.cn-wlcb.ufileos.com/20261121/a.png?x=1',
    'http://127.0.0.1:9001/pictures/1.png',
    'https://8.8.8.8/a.png',
  ])('has none with %s', (url) => {
    expect(urlProblem(url, [configured])).toBeNull();
  });

  it.each([
    'not a url',
    'http://example.com/a.png',
    'ftp://example.com/a.png',
    'file:///etc/passwd',
    'https://user:secret@example.com/a.png',
    'http://127.0.0.1:9002/a.png',
    'https://127.0.0.1/a.png',
    'https://2130706433/a.png',
    'https://0x7f.1/a.png',
    'https://10.0.0.8/a.png',
    'https://172.16.0.1/a.png',
    'https://192.168.1.1/a.png',
    'https://169.254.169.254/latest/meta-data',
    'https://100.100.100.200/',
    'https://0.0.0.0/',
    'https://[::1]/a.png',
    'https://[::ffff:10.0.0.1]/a.png',
    'https://[fd00::1]/a.png',
    'https://[fe80::1]/a.png',
    'https://localhost/a.png',
    'https://localhost./a.png',
    'https://metadata.google.internal/',
  ])('refuses %s', (url) => {
    expect(urlProblem(url, [configured])).not.toBeNull();
  });
});

describe('isPrivateAddress', () => {
  it.each(['10.1.2.3', '172.31.255.255', '::1', 'fc00::1', '64:ff9b::7f00:1', '224.0.0.1'])(
    'is true for %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(true);
    },
  );

  it.each(['1.1.1.1', '172.32.0.1', '2606:4700::1111', 'example.com'])(
    'is false for %s',
    (address) => {
      expect(isPrivateAddress(address)).toBe(false);
    },
  );
});
