import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { parseQualifiedName } from "@swimlane/docker-reference";
import fc from "fast-check";
import {
  imageText,
  isGatewayImage,
  isMicrosofts,
  parseImageReference,
} from "../../gateway/model/image-reference";
import { anyText } from "../../testkit/any-text";
import { processorMs } from "../../testkit/processor-time";

const digest = `sha256:${"4f".repeat(32)}`;

describe("an image reference", () => {
  const parsed: [text: string, registry: string | undefined, path: string, tag?: string, digest?: string][] =
    [
      ["gateway:2.13.2", undefined, "gateway", "2.13.2"],
      ["gateway", undefined, "gateway"],
      [`gateway:2.13.2@${digest}`, undefined, "gateway", "2.13.2", digest],
      [`gateway@${digest}`, undefined, "gateway", undefined, digest],
      ["localhost:5000/gateway", "localhost:5000", "gateway"],
      ["localhost/gateway", "localhost", "gateway"],
      ["registry:5000/a/b/gateway", "registry:5000", "a/b/gateway"],
      ["registry:5000/a/b/gateway:5001", "registry:5000", "a/b/gateway", "5001"],
      ["[2001:db8::1]:5000/x:2", "[2001:db8::1]:5000", "x", "2"],
      ["[::1]/x", "[::1]", "x"],
      ["gateway:2.5.0-beta_1", undefined, "gateway", "2.5.0-beta_1"],
      ["azure-api-management/gateway", undefined, "azure-api-management/gateway"],
      ["MCR.microsoft.com/gateway", "MCR.microsoft.com", "gateway"],
      ["gateway:5000", undefined, "gateway", "5000"],
      ["a__b/c-d.e", undefined, "a__b/c-d.e"],
      [`a:${"t".repeat(128)}`, undefined, "a", "t".repeat(128)],
      [`${"a".repeat(255)}:1`, undefined, "a".repeat(255), "1"],
    ];
  for (const [text, registry, path, tag, digestPart] of parsed) {
    test(`${text.slice(0, 60)} is taken apart`, () => {
      assert.deepEqual(parseImageReference(text), { registry, path, tag, digest: digestPart });
    });
  }

  const refused = [
    "",
    " gateway",
    "gateway ",
    "gateway\n",
    "a b",
    "a//b:1",
    "/a",
    "a/",
    "a:",
    "a@",
    "a:b:c",
    "-a",
    "a-",
  ];
  refused.push(
    "registry.io/Gateway:1",
    "Gateway:1",
    "gateway@sha256:123",
    `a@${digest}@${digest}`,
    "a:.b",
    "ä",
    "a/../b",
  );
  refused.push(
    `a:${"t".repeat(129)}`,
    "a".repeat(256),
    "http://a.io/b",
    "host:/x",
    "host:123456/x",
    "[::1/x:2",
    "[]/x",
    "$(IMAGE)",
  );
  for (const text of refused) {
    test(`${JSON.stringify(text.slice(0, 60))} is none`, () =>
      assert.equal(parseImageReference(text), undefined));
  }
});

const word = fc.stringMatching(/^[a-z0-9]{1,8}(?:[._-][a-z0-9]{1,4})?$/);
const valid = fc.record({
  registry: fc.option(fc.constantFrom("mcr.microsoft.com", "localhost:5000", "reg:1", "[::1]:5000", "A.io"), {
    nil: undefined,
  }),
  path: fc.array(word, { minLength: 1, maxLength: 4 }).map((words) => words.join("/")),
  tag: fc.option(fc.stringMatching(/^\w[\w.-]{0,20}$/), { nil: undefined }),
  digest: fc.option(fc.constant(digest), { nil: undefined }),
});
/** Strings that are often similar to a reference. */
const nearly = fc
  .array(
    fc.constantFrom("a", "b.io", "A", "9", ":", "/", "@", "-", "_", ".", "::", "[", "]", " ", "5000", digest),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));

test("a registry has no underscore", () => assert.equal(parseImageReference("a_b.io/a"), undefined));

test("what is printed is read back as it was", () => {
  fc.assert(
    fc.property(valid, (reference) => {
      // Without a registry, the first segment must not look like one.
      fc.pre(reference.registry !== undefined || !/^(?:localhost|[^/]*\.[^/]*)\//.test(reference.path));
      assert.deepEqual(parseImageReference(imageText(reference)), { ...reference });
    }),
  );
});

test("what is read is printed as it was", () => {
  fc.assert(
    fc.property(nearly, (text) => {
      const reference = parseImageReference(text);
      if (reference) assert.equal(imageText(reference), text);
    }),
    { numRuns: 2_000 },
  );
});

test("agrees with another parser of the same grammar, where that one is right", () => {
  fc.assert(
    fc.property(fc.oneof(nearly, valid.map(imageText)), (text) => {
      // It doesn't support IPv6, and treats an uppercase first segment as a host.
      fc.pre(!text.includes("[") && !/^[^/.:]*[A-Z][^/.:]*\//.test(text));
      // Docker treats a first segment with a dot as a registry. With an underscore as well, the other parser treats it
      // as a path.
      fc.pre(!/^(?=[^/]*[.:])[^/]*_[^/]*\//.test(text));
      // It treats an algorithm whose name ends in sha256 as sha256, and is slow if a digest is in the middle of a name.
      fc.pre(!/[^@]sha256:/.test(text));
      let other: string | undefined;
      try {
        const { domain, repository, tag, digest } = parseQualifiedName(text);
        other = [domain ? `${domain}/${repository}` : repository, tag ?? "", digest ?? ""].join("|");
      } catch {
        other = undefined;
      }
      const own = parseImageReference(text);
      const ownText =
        own &&
        [imageText({ ...own, tag: undefined, digest: undefined }), own.tag ?? "", own.digest ?? ""].join("|");
      assert.equal(ownText, other, text);
    }),
    { numRuns: 2_000 },
  );
});

test("never throws, and is fast on any text", () => {
  fc.assert(
    fc.property(anyText({ maxLength: 700 }), (text) => {
      parseImageReference(text);
    }),
  );
  const started = processorMs();
  for (const part of ["a", "a/", "a-", "a.", "a:", "@", "[", "-", "a__", " "]) {
    assert.equal(parseImageReference(part.repeat(100_000)), undefined);
    // Just below the maximum length.
    parseImageReference(part.repeat(Math.floor(599 / part.length)));
    parseImageReference(`${part.repeat(Math.floor(250 / part.length))}!`);
  }
  assert.ok(processorMs() - started < 5_000, "a quadratic reader takes far longer");
});

test("the gateway's image is known by the last two whole words of its path", () => {
  const is = (text: string) => isGatewayImage(parseImageReference(text) ?? assert.fail(text));
  assert.ok(is("mcr.microsoft.com/azure-api-management/gateway"));
  assert.ok(is("azure-api-management/gateway:1"));
  assert.ok(is("a.io/b/azure-api-management/gateway"));
  assert.ok(!is("a.io/not-azure-api-management/gateway"));
  assert.ok(!is("a.io/azure-api-management/gateway-2"));
  assert.ok(!is("a.io/azure-api-management/gateway/x"));
  assert.ok(!is("gateway"));
});

test("Microsoft's registry is known in any case, and by nothing less than the whole host", () => {
  const is = (text: string) => isMicrosofts(parseImageReference(text) ?? assert.fail(text));
  assert.ok(is("MCR.Microsoft.com/gateway"));
  assert.ok(!is("mcr.microsoft.com.evil.io/gateway"));
  assert.ok(!is("mcr.microsoft.com:443/gateway"));
  assert.ok(!is("evil.io/mcr.microsoft.com/gateway"));
  assert.ok(!is("gateway"));
});
