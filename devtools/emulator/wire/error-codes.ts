/**
 * How wx-server-sdk maps the codes of the wire to the `errCode` that applications see; any other code becomes -501001.
 */
const errCodes = new Map<string, number>([
  ['SYS_ERR', -501001],
  ['SERVER_TIMEOUT', -501002],
  ['EXCEED_REQUEST_LIMIT', -501003],
  ['EXCEED_CONCURRENT_REQUEST_LIMIT', -501004],
  ['INVALIID_ENV', -501005],
  ['INVALID_COMMON_PARAM', -501006],
  ['INVALID_PARAM', -501007],
  ['INVALID_REQUEST_SOURCE', -501008],
  ['RESOURCE_NOT_INITIAL', -501009],
  ['DATABASE_REQUEST_FAILED', -502001],
  ['DATABASE_INVALID_OPERRATOR', -502002],
  ['DATABASE_PERMISSION_DENIED', -502003],
  ['DATABASE_COLLECTION_EXCEED_LIMIT', -502004],
  ['DATABASE_COLLECTION_NOT_EXIST', -502005],
  ['STORAGE_REQUEST_FAIL', -503001],
  ['STORAGE_EXCEED_AUTHORITY', -503002],
  ['STORAGE_FILE_NONEXIST', -503003],
  ['STORAGE_SIGN_PARAM_INVALID', -503004],
  ['FUNCTIONS_REQUEST_FAIL', -504001],
  ['FUNCTIONS_EXECUTE_FAIL', -504002],
  ['FUNCTION_NOT_FOUND', -501000],
]);

const wireCodes = new Map([...errCodes].map(([code, errCode]) => [errCode, code]));

export function toErrCode(code: string): number {
  return errCodes.get(code) ?? -501001;
}

/** Null when no single code of the wire maps to the `errCode`. */
export function toWireCode(errCode: number): string | null {
  return wireCodes.get(errCode) ?? null;
}
