/** The parts that turn a check into a policy. */
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { Secret } from "@pulumi/policy";
import fc from "fast-check";
import { addDays, clock, parseDay, today } from "../../pulumi/clock";
import { applyEdits } from "../../pulumi/edit";
import { compileGlob, compilePattern } from "../../pulumi/glob";
import { fill, printable } from "../../pulumi/message";
import { configSchema, type OptionSchemas, readOptions } from "../../pulumi/options";
import { parsePath } from "../../pulumi/plain";
import { complete } from "../../pulumi/resource";
import { parseType } from "../../pulumi/resource-type";
import { unknownSentinels } from "../../pulumi/sdk";
import { type Path, pathText, Value } from "../../pulumi/value";
import { anyText } from "../../testkit/any-text";
import { unknown } from "../../testkit/pack";
import { processorMs } from "../../testkit/processor-time";

describe("a day", () => {
  test("is read where it exists", () => {
    for (const day of ["2026-11-24", "2024-02-29", "2000-02-29", "0001-01-01"])
      assert.equal(parseDay(day), day);
    const none = [
      "2026-02-30",
      "2023-02-29",
      "1900-02-29",
      "2026-13-01",
      "2026-00-10",
      "2026-1-1",
      "20261124",
      "",
    ];
    for (const text of [...none, " 2026-11-24", "2026-11-24T00:00Z", 20261124, null, undefined, {}, []]) {
      assert.equal(parseDay(text), undefined, String(text));
    }
  });

  test("is counted across months, leap years and the changes of clocks", () => {
    assert.equal(addDays("2026-11-24", 366), "2027-11-25");
    assert.equal(addDays("2024-02-28", 1), "2024-02-29");
    assert.equal(addDays("2026-03-28", 1), "2026-03-29");
    assert.equal(addDays("2026-12-31", 1), "2027-01-01");
    fc.assert(
      fc.property(fc.nat(20_000), fc.integer({ min: -5_000, max: 5_000 }), (start, days) => {
        const day = addDays("1990-01-01", start);
        assert.equal(addDays(addDays(day, days), -days), day);
        assert.equal(addDays(day, days) > day, days > 0);
      }),
    );
  });

  test("of today is the one in UTC", () => {
    const { now } = clock;
    try {
      clock.now = () => Date.parse("2026-11-24T23:59:59.999Z");
      assert.equal(today(), "2026-11-24");
      clock.now = () => Date.parse("2026-11-24T00:00:00Z");
      assert.equal(today(), "2026-11-24");
    } finally {
      clock.now = now;
    }
  });
});

describe("a glob", () => {
  const matches = (glob: string, text: string) => (compileGlob(glob) ?? assert.fail(glob))(text);

  test("matches runs, single characters and sets", () => {
    assert.ok(matches("*", ""));
    assert.ok(matches("a*c", "abbc") && matches("a*c", "ac") && !matches("a*c", "acb"));
    assert.ok(matches("a?c", "abc") && !matches("a?c", "ac"));
    assert.ok(matches("[a-c]x", "bx") && !matches("[a-c]x", "dx"));
    assert.ok(matches("[!a-c]x", "dx") && !matches("[!a-c]x", "ax"));
    assert.ok(matches("[.^$\\]x", "\\x") && matches("[a^]", "^") && !matches("[.]", "a"));
    assert.ok(matches("urn:*::*/x", "urn:a:b::c/d/x"), "a star crosses slashes and colons");
    assert.ok(!matches("a.c", "abc") && matches("a.c", "a.c") && matches("(a|b)+$", "(a|b)+$"));
  });

  test("that cannot be read is none", () => {
    for (const glob of ["", " ", "[", "[a", "[]", "a[", "[z-a]"])
      assert.equal(compileGlob(glob), undefined, glob);
  });

  const naive = (glob: string) =>
    new RegExp(
      `^${glob.replace(/\[!?[^\]]+\]|[\s\S]/g, (piece) => {
        if (piece === "*") return "[\\s\\S]*";
        if (piece === "?") return "[\\s\\S]";
        return piece.length > 1 ? piece.replace("[!", "[^") : piece.replace(/[.+$\\(]/, "\\$&");
      })}$`,
    );

  test("agrees with a naive regular expression on every small glob and text", () => {
    const upTo = (length: number, letters: string[]): string[] =>
      length === 0
        ? [""]
        : ["", ...upTo(length - 1, letters).flatMap((rest) => letters.map((a) => a + rest))];
    const texts = upTo(5, ["a", "b"]);
    for (const glob of upTo(5, ["a", "b", "*", "?"])) {
      if (glob === "") continue;
      const [own, other] = [compileGlob(glob) ?? assert.fail(glob), naive(glob)];
      for (const text of texts) assert.equal(own(text), other.test(text), `${glob} on ${text}`);
    }
  });

  test("agrees with it on sets and on what means something in a regular expression", () => {
    const part = fc.constantFrom("a", ".", "*", "?", "[ab]", "[!a]", "[a-b]", "+", "$", "\\", "(");
    const globs = fc.array(part, { minLength: 1, maxLength: 7 }).map((parts) => parts.join(""));
    const texts = fc.string({ unit: fc.constantFrom("a", "b", "c", ".", "+", "$", "\\", "("), maxLength: 8 });
    fc.assert(
      fc.property(globs, texts, (glob, text) => {
        assert.equal(matches(glob, text), naive(glob).test(text), `${glob} on ${text}`);
      }),
      { numRuns: 2_000 },
    );
  });

  test("takes time that doesn't grow with the number of its stars", () => {
    const started = processorMs();
    assert.ok(!matches(`${"*a".repeat(30)}*b`, "a".repeat(20_000)));
    assert.ok(!matches(`${"*".repeat(1_000)}b`, "a".repeat(20_000)));
    assert.ok(matches("*a*a*a*a*b", `${"a".repeat(20_000)}b`));
    assert.ok(processorMs() - started < 5_000, "a quadratic reader takes far longer");
  });

  test("may be any text without a throw", () => {
    fc.assert(fc.property(anyText(), fc.string(), (glob, text) => void compileGlob(glob)?.(text)));
  });

  test("an invalid regular expression is rejected", () => {
    assert.equal(compilePattern("("), undefined);
    assert.ok(compilePattern("^team-")?.("team-x"));
  });
});

describe("a value", () => {
  const props = {
    spec: { list: [1, { name: "x" }], none: null, flag: false, later: unknown, encrypted: "[secret]" },
  };
  const value = new Value(props);

  test("is read by its path, and knows it", () => {
    assert.equal(value.get("spec", "list", 1, "name").string, "x");
    assert.equal(pathText(value.get("spec", "list", 1, "name").path), "spec.list[1].name");
    assert.equal(value.get("spec", "list", 0).number, 1);
    assert.equal(value.get("spec", "flag").boolean, false);
    assert.deepEqual([value.get("spec", "list", 0).text, value.get("spec", "flag").text], ["1", "false"]);
    assert.equal(value.get("spec", "list").items.length, 2);
    assert.deepEqual(
      value.get("spec", "list", 1).entries.map(([key]) => key),
      ["name"],
    );
    assert.deepEqual([...value.strings()], ["x"]);
  });

  test("that is null or missing is absent, at any depth", () => {
    assert.ok(value.get("spec", "none").absent && value.get("spec", "none", "x", 5).absent);
    assert.ok(value.get("nothing", "at", "all").absent);
    assert.ok(!value.get("spec", "flag").absent);
  });

  test("below an unknown one is that unknown one, and nothing else", () => {
    const below = value.get("spec", "later", "a", 0, "b");
    assert.equal(below.unknown, "preview");
    assert.equal(pathText(below.path), "spec.later");
    assert.equal(value.get("spec", "encrypted").unknown, "encrypted");
    for (const sentinel of unknownSentinels) assert.equal(new Value(sentinel).unknown, "preview");
    const { string, number, boolean, text, items, entries, absent } = below;
    assert.deepEqual(
      [string, number, boolean, text, items, entries, absent],
      [undefined, undefined, undefined, undefined, [], [], false],
    );
    assert.deepEqual(
      [...value.unknowns()].map(({ path }) => path.at(-1)),
      ["later", "encrypted"],
    );
  });

  test("under ignoreChanges is unknown, and so is all below it, but nothing above", () => {
    const ignoring = (...paths: string[]) =>
      new Value(props, { urn: "", label: "", ignored: paths.map(parsePath) });
    assert.equal(ignoring("spec.list").get("spec", "list", 1, "name").unknown, "ignored");
    assert.equal(ignoring("spec.list[*].name").get("spec", "list", 1, "name").unknown, "ignored");
    assert.equal(ignoring("*").get("spec").unknown, "ignored");
    const name = ignoring("spec.list[1].name");
    assert.deepEqual(
      [name.unknown, name.get("spec").unknown, name.get("spec", "list", 0).number],
      [undefined, undefined, 1],
    );
    assert.equal(ignoring("spec.list[0].name", "list", "").get("spec", "list", 1, "name").string, "x");
  });

  test("has no properties but its own", () => {
    for (const key of ["constructor", "__proto__", "toString", "length"]) {
      assert.ok(value.get(key).absent && value.get("spec", "list", 1, key).absent, key);
    }
    assert.ok(new Value(new Date()).get("x").absent);
  });

  test("that is secret is read through", () => {
    assert.equal(new Value({ a: new Secret({ b: new Secret("x") }) }).get("a", "b").string, "x");
    assert.equal(new Value({ a: new Secret(unknown) }).get("a", "b").unknown, "preview");
  });

  test("of any shape is read at any path without a throw", () => {
    const path = fc.array(fc.oneof(fc.string(), fc.nat(5)), { maxLength: 5 });
    fc.assert(
      fc.property(
        fc.anything({ withNullPrototype: true, withDate: true, withMap: true }),
        path,
        (raw, keys) => {
          const read = new Value(raw).get(...keys);
          void [
            read.unknown,
            read.absent,
            read.text,
            read.items,
            read.entries,
            [...read.strings()],
            [...read.unknowns()],
          ];
        },
      ),
    );
  });
});

describe("a path", () => {
  test("is written as people write it", () => {
    assert.equal(pathText(["a", 0, "b-c", "d.e/f", "$g"]), 'a[0].b-c["d.e/f"].$g');
    assert.equal(pathText(["x.y"]), '["x.y"]');
    assert.equal(pathText([]), "");
  });

  test("of ignoreChanges is read with dots, brackets, quotes and stars", () => {
    const cases: [string, Path][] = [
      ["spec.replicas", ["spec", "replicas"]],
      ["spec.containers[0].image", ["spec", "containers", 0, "image"]],
      ['metadata.annotations["a.b/c"]', ["metadata", "annotations", "a.b/c"]],
      ['["a"]["b\\"c"]', ["a", 'b"c']],
      ["list[*].name", ["list", "*", "name"]],
      ["*", ["*"]],
      ["", []],
    ];
    for (const [text, path] of cases) assert.deepEqual(parsePath(text), path, text);
  });

  test("is read back as it was written", () => {
    // The path syntax doesn't escape quotes inside a key.
    const key = fc.oneof(
      fc.string({ minLength: 1 }).filter((text) => !/["\\]/.test(text)),
      fc.nat(99),
    );
    fc.assert(
      fc.property(fc.array(key, { maxLength: 5 }), (path) => {
        assert.deepEqual(parsePath(pathText(path)), path);
      }),
    );
  });
});

describe("inputs and outputs", () => {
  test("complete each other, inputs first", () => {
    const inputs = { a: 1, b: unknown, c: null, list: [{ x: unknown, y: 1 }], short: [1], own: { p: 1 } };
    const outputs = { a: 2, b: 3, c: 4, list: [{ x: 5, y: 6 }], short: [1, 2], own: { q: 2 }, more: "m" };
    assert.deepEqual(JSON.parse(JSON.stringify(complete(inputs, outputs))), {
      a: 1,
      b: 3,
      c: 4,
      list: [{ x: 5, y: 1 }],
      short: [1],
      own: { p: 1, q: 2 },
      more: "m",
    });
    assert.deepEqual(complete(undefined, outputs), outputs);
    assert.deepEqual(complete(inputs, undefined), inputs);
    assert.equal(complete(unknown, unknown), unknown);
  });

  test("of any shape are completed without a throw", () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (input, output) => void complete(input, output)));
  });
});

describe("a resource type", () => {
  const cases: [token: string, pkg: string, module: string, name: string][] = [
    ["kubernetes:apps/v1:Deployment", "kubernetes", "apps", "Deployment"],
    ["kubernetes:apps/v1beta1:Deployment", "kubernetes", "apps", "Deployment"],
    [
      "kubernetes:external-secrets.io/v1:ExternalSecret",
      "kubernetes",
      "external-secrets.io",
      "ExternalSecret",
    ],
    ["azure-native:app:ContainerApp", "azure-native", "app", "ContainerApp"],
    ["azure-native:apimanagement/v20220801:Gateway", "azure-native", "apimanagement", "Gateway"],
    ["azure-native:app/v20240802preview:ContainerApp", "azure-native", "app", "ContainerApp"],
    ["azure-native_app_v20240301:app/v20240301:ContainerApp", "azure-native", "app", "ContainerApp"],
    ["azure:containerapp/app:App", "azure", "containerapp/app", "App"],
    ["azure-native:containerService:ManagedCluster", "azure-native", "containerservice", "ManagedCluster"],
  ];
  for (const [token, ...parts] of cases) {
    test(`${token} is taken apart`, () => {
      const { package: pkg, module, name } = parseType(token);
      assert.deepEqual([pkg, module, name], parts);
    });
  }

  test("of another shape equals no type", () => {
    for (const token of ["", ":", "::", "a:b", "a:b:c:d", "Deployment", "a::c"]) {
      const { package: pkg, module, name } = parseType(token);
      assert.deepEqual([pkg, module, name], ["", "", ""], token);
    }
    fc.assert(fc.property(fc.string(), (token) => assert.equal(parseType(token).token, token)));
  });
});

describe("options", () => {
  const schemas = {
    word: { type: "string", enum: ["a", "b"], default: "a" },
    day: { type: "string", format: "day" },
    count: { type: "integer", minimum: 0, maximum: 9, default: 3 },
    flag: { type: "boolean", default: true },
    globs: { type: "array", items: { type: "string", format: "glob" }, default: ["*"] },
  } as const satisfies OptionSchemas;

  test("that are not set have their defaults", () => {
    const defaults = { word: "a", day: undefined, count: 3, flag: true, globs: ["*"] };
    assert.deepEqual(readOptions(schemas, {}), { options: defaults, problems: [] });
  });

  test("that fit are taken", () => {
    const config = { word: "b", day: "2026-11-24", count: 0, flag: false, globs: [] };
    assert.deepEqual(readOptions(schemas, config), { options: config, problems: [] });
  });

  test("that do not fit have their defaults, and a problem each", () => {
    const config = { word: "c", day: "2026-02-30", count: 10, flag: 0, globs: ["x", "[", 5], nonsense: 1 };
    const { options, problems } = readOptions(schemas, config);
    assert.deepEqual(options, { word: "a", day: undefined, count: 3, flag: true, globs: ["x"] });
    const places = problems.map(({ option }) => option);
    assert.deepEqual(places, ["nonsense", "word", "day", "count", "flag", "globs[1]", "globs[2]"]);
  });

  test("of any shape are read without an error, and are valid for the schema", () => {
    const config = fc.dictionary(
      fc.constantFrom(...Object.keys(schemas), "other", "__proto__"),
      fc.jsonValue(),
    );
    fc.assert(
      fc.property(config, (given) => {
        const { options } = readOptions(schemas, given);
        assert.deepEqual(readOptions(schemas, options).problems, []);
      }),
    );
  });

  test("are shown to the engine as plain JSON Schema, without the pack's own formats", () => {
    assert.ok(!JSON.stringify(configSchema(schemas)).includes("format"));
    assert.deepEqual(configSchema(schemas).count, { ...schemas.count });
  });
});

describe("a message", () => {
  test("has its places filled once, and none by what was filled in", () => {
    assert.equal(fill("{a} and {b}", { a: "{b}", b: "$&" }), "{b} and $&");
  });

  test("is one line of printable characters", () => {
    assert.equal(printable("a\nb\tc\u2028d\u202ee\u0000"), "a b c d e ");
    assert.equal(printable("x".repeat(301)), `${"x".repeat(300)}…`);
  });
});

describe("edits", () => {
  test("write at a path, and make what is missing on the way", () => {
    const props: Record<string, unknown> = { list: [{ a: 1 }], none: null };
    const edits = [
      { path: ["list", 0, "a"], value: 2 },
      { path: ["none", "b"], value: "x" },
      { path: ["new", "c", "d"], value: true },
    ];
    assert.equal(applyEdits(props, edits), true);
    assert.deepEqual(props, { list: [{ a: 2 }], none: { b: "x" }, new: { c: { d: true } } });
    assert.equal(applyEdits(props, []), false);
  });
});
