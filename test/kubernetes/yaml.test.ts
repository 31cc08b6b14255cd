/** YAML is parsed as kubectl and Helm parse it. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { parseYaml } from "../../gateway/chart/yaml";

/** The result of sigs.k8s.io/yaml 1.6.0 for each string, as JSON. */
const recorded: [text: string, json: string][] = [
  ["a: [yes, Yes, y, on, On, true, True]", '{"a":[true,true,true,true,true,true,true]}'],
  ["a: [no, NO, n, off, OFF, false]", '{"a":[false,false,false,false,false,false]}'],
  ["a: [yES, tRUE, Inf, nan, =]", '{"a":["yES","tRUE","Inf","nan","="]}'],
  ["a: ['yes', !!str yes, !!bool yes]", '{"a":["yes","yes",true]}'],
  ["a: [~, null, Null, ]", '{"a":[null,null,null]}'],
  ["a: [010, 0o10, 0O17, 017_7, +010, -010]", '{"a":[8,8,15,127,8,-8]}'],
  ["a: [0b11, -0b11, 0B1, 0x1F, +0x1F, 0X1f, 0x_1]", '{"a":[3,-3,1,31,31,31,1]}'],
  ["a: [09, 08, 0_8, 1_000, 1__0, 1_, -0]", '{"a":[9,8,8,1000,10,1,0]}'],
  ["a: [1e3, 1E5, 1., 1.e5, .5, +1.5, 1_0.5, 0.1e-5]", '{"a":[1000,100000,1,100000,0.5,1.5,10.5,0.000001]}'],
  ["a: [_1, 0o8, 0x, 0b2, e5, 1e400]", '{"a":["_1","0o8","0x","0b2","e5","1e400"]}'],
  ["a: ['12:30:45', 12:30:45, 2026-01-01]", '{"a":["12:30:45","12:30:45","2026-01-01"]}'],
  ["a: [!!binary aGVsbG8=, !foo bar, !!foo bar, !!float 3]", '{"a":["hello","bar","bar",3]}'],
  ["yes: 1\n2: a\n1.5: b", '{"2":"a","true":1,"1.5":"b"}'],
  ["a: 1\na: 2", '{"a":2}'],
  ["a: &x {b: 1}\nc: {<<: *x, b: 2}", '{"a":{"b":1},"c":{"b":2}}'],
  ["c: {<<: {b: 1}, b: 2, <<: {d: 3}}", '{"c":{"b":2,"d":3}}'],
];

for (const [text, json] of recorded)
  test(`${text.replaceAll("\n", "; ")}: as in Go`, () => {
    assert.deepEqual(parseYaml(text), JSON.parse(json));
  });
