import assert from "node:assert/strict";
import { describe, test } from "node:test";
import * as fc from "fast-check";
import { settingsInCommand } from "../../gateway/model/command";
import { Value } from "../../pulumi/value";
import { anyText } from "../../testkit/any-text";
import { processorMs } from "../../testkit/processor-time";

const read = (...words: unknown[]) =>
  settingsInCommand(new Value(words).items).map((source) =>
    source.kind === "literal" ? `${source.name}=${source.value.string}` : source.kind,
  );

describe("settings that a command passes with env", () => {
  test("in the text of a shell, quoted or not", () => {
    assert.deepEqual(
      read("sh", "-c", "exec env 'gateway.name=a b' config.service.auth=key \"x.y=z\" /start --now"),
      ["gateway.name=a b", "config.service.auth=key", "x.y=z"],
    );
  });
  test("as words of the command itself", () => {
    assert.deepEqual(read("env", "-i", "gateway.name=a", "config.service.auth=GatewayKey t", "/start"), [
      "gateway.name=a",
      "config.service.auth=GatewayKey t",
    ]);
  });
  test("only those of env, up to the program that it starts", () => {
    assert.deepEqual(read("sh", "-c", "a.b=c; env x.y=z start d.e=f"), ["x.y=z"]);
    assert.deepEqual(read("sh", "-c", "environment x.y=z"), []);
    assert.deepEqual(read("start", "--a.b=c"), []);
  });
  test("a variable of the shell is a reference", () => {
    assert.deepEqual(read("sh", "-c", `env "config.service.auth=GatewayKey $TOKEN" a.b=$\{C} start`), [
      "config.service.auth=GatewayKey $(TOKEN)",
      "a.b=$(C)",
    ]);
  });
  test("a value that isn't a string is skipped, and any string is read without an error, in time", () => {
    assert.deepEqual(read(null, 7, { a: 1 }, ["env a.b=c"]), []);
    fc.assert(fc.property(fc.array(anyText({ maxLength: 300 })), (words) => void read(...words)));
    const started = processorMs();
    for (const part of ["env ", "'", '"', "\\", "a=b ", "$", "env a=' "])
      read("sh", "-c", part.repeat(10_000));
    assert.ok(processorMs() - started < 2_000, "a quadratic reader takes far longer");
  });
});
