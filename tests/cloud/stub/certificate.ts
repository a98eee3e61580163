import tls from 'node:tls';
import { generate } from 'selfsigned';

/** All hosts that the SDK calls in one region. */
const hosts = [
  '*.tencentcloudapi.com',
  '*.ap-shanghai.tcb-api.tencentcloudapi.com',
  '*.cos.ap-shanghai.tencentcos.cn',
  '*.tcb.qcloud.la',
  'servicewechat.com',
];

export type Certificate = { key: string; cert: string };

let certificate: Promise<Certificate> | null = null;

/** A self-signed certificate, created once per process. */
export function testCertificate(): Promise<Certificate> {
  certificate ??= createCertificate();
  return certificate;
}

async function createCertificate(): Promise<Certificate> {
  const { private: key, cert } = await generate([{ name: 'commonName', value: 'cloud stub' }], {
    keyType: 'ec',
    extensions: [
      { name: 'basicConstraints', cA: true },
      { name: 'subjectAltName', altNames: hosts.map((value) => ({ type: 2, value })) },
    ],
  });
  return { key, cert };
}

/** Makes this process trust the certificate in addition to Node's; call the returned function to undo it. */
export function trust({ cert }: Certificate): () => void {
  const original = tls.connect;
  // Created once, because parsing a certificate for each connection would take longer than the connection.
  const secureContext = tls.createSecureContext({ ca: [cert] });
  const trusting = (...given: unknown[]) => {
    const options = given.find((argument) => typeof argument === 'object' && argument !== null);
    if (options !== undefined) Object.assign(options, { secureContext });
    return (original as (...rest: unknown[]) => tls.TLSSocket)(...given);
  };
  tls.connect = trusting;
  return () => {
    tls.connect = original;
  };
}
