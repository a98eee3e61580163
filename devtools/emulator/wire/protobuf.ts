import { Root } from 'protobufjs/light';
import type { Type } from 'protobufjs/light';

/** The messages of `wx.openApi`, with the field numbers of wx-server-sdk. */
const root = Root.fromJSON({
  nested: {
    HttpHeader: { fields: { key: { type: 'string', id: 1 }, value: { type: 'string', id: 2 } } },
    KeyValuePair: {
      fields: {
        key: { type: 'string', id: 1 },
        value: { type: 'bytes', id: 2 },
        contenttype: { type: 'string', id: 3 },
        filename: { type: 'string', id: 4 },
      },
    },
    OpenApiData: { fields: { pairs: { rule: 'repeated', type: 'KeyValuePair', id: 1 } } },
    CommApiData: {
      fields: {
        apiType: { type: 'int32', id: 1 },
        openapiData: { type: 'OpenApiData', id: 2 },
        appid: { type: 'string', id: 6 },
      },
    },
    CommOpenApiResp: {
      fields: {
        respData: { type: 'bytes', id: 1 },
        contentType: { type: 'string', id: 2 },
        errorCode: { type: 'int32', id: 3 },
        httpCode: { type: 'uint32', id: 4 },
        headers: { rule: 'repeated', type: 'HttpHeader', id: 5 },
        svrkitErrorCode: { type: 'int32', id: 6 },
      },
    },
  },
});

const CommApiData: Type = root.lookupType('CommApiData');
const CommOpenApiResp: Type = root.lookupType('CommOpenApiResp');

export type OpenApiArgument = { value: Buffer; contentType: string; fileName: string };

type DecodedPair = { key: string; value: Uint8Array; contenttype: string; filename: string };

/** The arguments of a `cloud.openapi` call: JSON text, or the bytes of a media file. */
export function decodeOpenApiRequest(bytes: Buffer): Map<string, OpenApiArgument> {
  const decoded = CommApiData.toObject(CommApiData.decode(bytes), { defaults: true }) as {
    openapiData: { pairs?: DecodedPair[] } | null;
  };
  const pairs = decoded.openapiData?.pairs ?? [];
  return new Map(
    pairs.map(({ key, value, contenttype, filename }) => [
      key,
      { value: Buffer.from(value), contentType: contenttype, fileName: filename },
    ]),
  );
}

export function encodeOpenApiReply(reply: Record<string, unknown>): Buffer {
  const message = CommOpenApiResp.create({
    respData: Buffer.from(JSON.stringify(reply)),
    contentType: 'application/json; charset=utf-8',
    httpCode: 200,
  });
  return Buffer.from(CommOpenApiResp.encode(message).finish());
}

/** A failure of the gateway itself, before WeChat's API was reached (-604100, -604101 …). */
export function encodeOpenApiFailure(errorCode: number): Buffer {
  return Buffer.from(CommOpenApiResp.encode(CommOpenApiResp.create({ errorCode })).finish());
}
