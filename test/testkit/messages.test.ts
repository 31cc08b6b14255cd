import assert from "node:assert/strict";
import { test } from "node:test";
import { advisory, assertMessage, mandatory, recognize, reports } from "../../testkit/messages";

const message =
  "mandatory: `version` asks for chart 1.14.1, which runs image 2.10.1: Microsoft supports 2.13, 2.12, 2.11, not 2.10. Write `image.tag: 2.13.2`.";

test("a message is known by its template, and each value by its placeholder", () => {
  const [found, ...others] = recognize(
    "`spec.replicas` is unknown before the update; it is checked during the update.",
  );
  assert.deepEqual(found?.values, { path: "spec.replicas" });
  assert.equal(found?.id, "preview");
  assert.deepEqual(others, []);
  const [other] = recognize(
    "`Secret a: data.b` is unknown before the update; it is checked during the update.",
  );
  assert.deepEqual(other, { ...other, id: "previewOf", values: { of: "Secret a", path: "data.b" } });
  assert.deepEqual(recognize("not a message"), []);
});

test("level, id and values must all be right, and values are whole words", () => {
  assert.ok(
    advisory("preview").test(
      "advisory: `a.b` is unknown before the update; it is checked during the update.",
    ),
  );
  assert.ok(
    !mandatory("preview").test(
      "advisory: `a.b` is unknown before the update; it is checked during the update.",
    ),
  );
  assert.ok(
    !reports("encrypted").test("`a.b` is unknown before the update; it is checked during the update."),
  );
  assert.ok(
    !reports("preview", { path: "a" }).test(
      "`ab` is unknown before the update; it is checked during the update.",
    ),
  );
  assert.throws(() => assertMessage(message, reports("option")));
});

test("an id that no policy has is a mistake in the test", () =>
  assert.throws(() => reports("no-such-message")));
