import { parseDocument } from '../../../devtools/emulator/database/ejson';
import { compileProjection } from '../../../devtools/emulator/database/project';
import { compileQuery } from '../../../devtools/emulator/database/query/compile';

const matches = (query: string, document: string) =>
  compileQuery(parseDocument(query)).test(parseDocument(document));

describe('a query', () => {
  it.each([
    // Null and missing fields.
    ['{"a":null}', '{}'],
    ['{"a":{"$gte":null}}', '{}'],
    ['{"a":{"$lte":null}}', '{"a":null}'],
    ['{"a.b":null}', '{"a":5}'],
    ['{"a":{"$in":[null]}}', '{}'],
    ['{"a":{"$ne":1}}', '{}'],
    ['{"a":{"$exists":false}}', '{}'],
    ['{"a":{"$exists":true}}', '{"a":null}'],
    // Arrays.
    ['{"a":[1,2]}', '{"a":[1,2]}'],
    ['{"a":1}', '{"a":[0,1]}'],
    ['{"a":{"$gt":3,"$lt":2}}', '{"a":[1,4]}'],
    ['{"a.b":1}', '{"a":[{"b":0},{"b":1}]}'],
    ['{"a.1":5}', '{"a":[4,5]}'],
    ['{"a.0.b":1}', '{"a":[{"b":1}]}'],
    ['{"a":{"$all":[1]}}', '{"a":1}'],
    ['{"a":{"$all":[{"$elemMatch":{"x":1}},{"$elemMatch":{"x":2}}]}}', '{"a":[{"x":1},{"x":2}]}'],
    ['{"a":{"$elemMatch":{"$gt":1,"$lt":3}}}', '{"a":[0,2]}'],
    ['{"a":{"$elemMatch":{"$or":[{"x":1},{"x":3}]}}}', '{"a":[{"x":3}]}'],
    ['{"a":{"$size":0}}', '{"a":[]}'],
    // Types.
    ['{"a":{"$type":"double"}}', '{"a":{"$numberDouble":"1.0"}}'],
    ['{"a":{"$type":"int"}}', '{"a":1}'],
    ['{"a":{"$type":18}}', '{"a":{"$numberLong":"5"}}'],
    ['{"a":{"$type":["string","number"]}}', '{"a":1.5}'],
    ['{"a":1}', '{"a":{"$numberDouble":"1.0"}}'],
    ['{"a":{"$numberLong":"9007199254740993"}}', '{"a":{"$numberLong":"9007199254740993"}}'],
    ['{"a":{"$numberDouble":"NaN"}}', '{"a":{"$numberDouble":"NaN"}}'],
    ['{"a":{"$lt":{"$date":{"$numberLong":"5"}}}}', '{"a":{"$date":{"$numberLong":"4"}}}'],
    ['{"a":{"$mod":[4,1]}}', '{"a":5.7}'],
    // Regular expressions.
    ['{"a":{"$regularExpression":{"pattern":"^b","options":"i"}}}', '{"a":"Beta"}'],
    ['{"a":{"$regex":"^b","$options":"im"}}', '{"a":"x\\nBeta"}'],
    ['{"a":{"$not":{"$regex":"^b"}}}', '{"a":"x"}'],
    ['{"a":{"$in":[{"$regularExpression":{"pattern":"^b","options":""}}]}}', '{"a":["x","bx"]}'],
    ['{"a":{"$regex":"a b # note","$options":"x"}}', '{"a":"ab"}'],
    // Documents.
    ['{"a":{"x":1,"y":2}}', '{"a":{"x":1,"y":2}}'],
    ['{"$expr":{"$gt":["$a","$b"]}}', '{"a":2,"b":1}'],
    ['{"$nor":[{"a":1},{"a":2}]}', '{"a":3}'],
    ['{}', '{"a":1}'],
  ])('%s matches %s', (query, document) => {
    expect(matches(query, document)).toBe(true);
  });

  it.each([
    ['{"a":{"$gt":null}}', '{}'],
    ['{"a.b":null}', '{"a":{"b":1}}'],
    ['{"a.b":null}', '{"a":[1,2]}'],
    ['{"a":{"$ne":null}}', '{}'],
    ['{"a":{"$ne":1}}', '{"a":[0,1]}'],
    ['{"a":{"$nin":[1]}}', '{"a":[1]}'],
    ['{"a":[1]}', '{"a":1}'],
    ['{"a":{"$elemMatch":{"$gt":1,"$lt":3}}}', '{"a":2}'],
    ['{"a":{"$size":1}}', '{"a":1}'],
    ['{"a":{"$all":[]}}', '{"a":[]}'],
    ['{"a":{"$mod":[2,1]}}', '{"a":"5"}'],
    ['{"a":{"$gt":1}}', '{"a":"5"}'],
    ['{"a":{"$lt":5}}', '{"a":{"$numberDouble":"NaN"}}'],
    ['{"a":{"$gt":1}}', '{"a":{"$date":{"$numberLong":"5"}}}'],
    ['{"a":1}', '{"a":true}'],
    ['{"a":{"y":2,"x":1}}', '{"a":{"x":1,"y":2}}'],
    ['{"a":{"$in":[]}}', '{"a":1}'],
    ['{"a":{"$numberLong":"9007199254740993"}}', '{"a":{"$numberLong":"9007199254740992"}}'],
    ['{"a":{"$regex":"^b"}}', '{"a":5}'],
  ])('%s does not match %s', (query, document) => {
    expect(matches(query, document)).toBe(false);
  });

  it.each([
    ['{"$or":[]}', '$or must be a nonempty array'],
    ['{"$and":[1]}', '$and entries need to be full objects'],
    ['{"$nothing":1}', 'unknown top level operator: $nothing'],
    ['{"a":{"$nothing":1}}', 'unknown operator: $nothing'],
    ['{"a":{"$in":1}}', '$in needs an array'],
    ['{"a":{"$mod":[0,1]}}', 'divisor cannot be 0'],
    ['{"a":{"$regex":"("}}', 'Regular expression is invalid'],
    ['{"a":{"$type":"nothing"}}', 'Unknown type name'],
    ['{"a":{"$size":-1}}', '$size'],
    ['{"$or":[{"a":{"$near":[1,2]}}]}', 'geoNear must be top-level expr'],
    ['{"$search":"x"}', 'unknown top level operator: $search'],
    ['{"$jsonSchema":{"nothing":1}}', 'Unknown $jsonSchema keyword: nothing'],
    ['{"$jsonSchema":{"required":[]}}', "'required' must be a nonempty array"],
    ['{"$jsonSchema":{"type":"constructor"}}', "'type' does not know constructor"],
    ['{"$jsonSchema":{"exclusiveMinimum":true}}', "beside 'minimum'"],
  ])('%s is refused', (query, reason) => {
    expect(() => compileQuery(parseDocument(query))).toThrow(reason);
  });
});

describe('a JSON schema', () => {
  it.each([
    ['{"required":["a"]}', '{"a":null}', '{"b":1}'],
    ['{"required":["toString"]}', '{"toString":1}', '{}'],
    ['{"properties":{"a":{"bsonType":"int"}}}', '{"a":1}', '{"a":1.5}'],
    ['{"properties":{"a":{"bsonType":["int","string"]}}}', '{"a":"x"}', '{"a":[1]}'],
    ['{"properties":{"a":{"type":"number"}}}', '{"a":1.5}', '{"a":"1"}'],
    ['{"properties":{"a":{"enum":[1,{"x":1}]}}}', '{"a":{"x":1}}', '{"a":2}'],
    ['{"properties":{"a":{"minimum":2,"maximum":4}}}', '{"a":4}', '{"a":5}'],
    ['{"properties":{"a":{"minimum":2,"exclusiveMinimum":true}}}', '{"a":3}', '{"a":2}'],
    ['{"properties":{"a":{"multipleOf":3}}}', '{"a":9}', '{"a":10}'],
    ['{"properties":{"a":{"minLength":2,"maxLength":3}}}', '{"a":"🐱🐱"}', '{"a":"🐱"}'],
    ['{"properties":{"a":{"pattern":"^x"}}}', '{"a":"xy"}', '{"a":"yx"}'],
    ['{"properties":{"a":{"items":{"type":"string"},"maxItems":2}}}', '{"a":["x"]}', '{"a":[1]}'],
    [
      '{"properties":{"a":{"items":[{"type":"string"}],"additionalItems":false}}}',
      '{"a":["x"]}',
      '{"a":["x",1]}',
    ],
    ['{"properties":{"a":{"minItems":1,"uniqueItems":true}}}', '{"a":[1,2]}', '{"a":[1,1]}'],
    ['{"properties":{"_id":{},"a":{}},"additionalProperties":false}', '{"a":1}', '{"a":1,"b":1}'],
    ['{"patternProperties":{"^n":{"type":"number"}}}', '{"n1":1}', '{"n1":"x"}'],
    ['{"additionalProperties":{"type":"number"}}', '{"a":1}', '{"a":"x"}'],
    ['{"minProperties":2,"maxProperties":2}', '{"a":1,"b":1}', '{"a":1}'],
    ['{"dependencies":{"a":["b"]}}', '{"a":1,"b":1}', '{"a":1}'],
    ['{"dependencies":{"a":{"maxProperties":1}}}', '{"b":1,"c":1}', '{"a":1,"c":1}'],
    ['{"allOf":[{"required":["a"]},{"required":["b"]}]}', '{"a":1,"b":1}', '{"a":1}'],
    ['{"anyOf":[{"required":["a"]},{"required":["b"]}]}', '{"b":1}', '{"c":1}'],
    ['{"oneOf":[{"required":["a"]},{"required":["b"]}]}', '{"b":1}', '{"a":1,"b":1}'],
    ['{"not":{"required":["a"]},"title":"t","description":"d"}', '{"b":1}', '{"a":1}'],
  ])('%s passes %s and not %s', (schema, passing, failing) => {
    expect(matches(`{"$jsonSchema":${schema}}`, passing)).toBe(true);
    expect(matches(`{"$jsonSchema":${schema}}`, failing)).toBe(false);
    expect(matches(`{"$nor":[{"$jsonSchema":${schema}}]}`, failing)).toBe(true);
  });
});

describe('a projection', () => {
  const document = parseDocument('{"_id":1,"a":{"b":1,"c":2},"l":[{"x":1,"y":2},5,{"x":3}],"z":9}');

  it.each([
    ['{"z":1}', '{"_id":1,"z":9}'],
    ['{"z":1,"_id":0}', '{"z":9}'],
    ['{"_id":1}', '{"_id":1}'],
    ['{"_id":0,"a":0,"l":0}', '{"z":9}'],
    ['{"l.x":1}', '{"_id":1,"l":[{"x":1},{"x":3}]}'],
    ['{"l.x":0,"a.b":0}', '{"_id":1,"a":{"c":2},"l":[{"y":2},5,{}],"z":9}'],
    ['{"l":{"$slice":1},"a":0}', '{"_id":1,"l":[{"x":1,"y":2}],"z":9}'],
    ['{"l":{"$slice":[1,1]},"z":1}', '{"_id":1,"l":[5],"z":9}'],
    ['{"l":{"$elemMatch":{"x":3}}}', '{"_id":1,"l":[{"x":3}]}'],
    ['{"nothing":1}', '{"_id":1}'],
  ])('%s shows %s', (projection, shown) => {
    const before = structuredClone(document);

    expect(compileProjection(parseDocument(projection))(document)).toEqual(parseDocument(shown));
    expect(document).toEqual(before);
  });

  it('does not mix both kinds', () => {
    expect(() => compileProjection(parseDocument('{"a":1,"z":0}'))).toThrow('mix of inclusion');
  });
});
