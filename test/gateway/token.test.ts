import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  expiryText,
  holdsToken,
  isMeantAsToken,
  looksLikeToken,
  readToken,
  shownGatewayId,
  tokensIn,
} from "../../gateway/model/token";
import { anyText } from "../../testkit/any-text";
import { processorMs } from "../../testkit/processor-time";

const digits = (date: Date) => date.toISOString().replace(/[-:T]/g, "").slice(0, 12);
const gatewayId = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9-]{0,40}$/);
const expiry = fc.date({
  min: new Date("2000-01-01T00:00Z"),
  max: new Date("2099-12-31T23:59Z"),
  noInvalidDate: true,
});
const signature = fc
  .uint8Array({ minLength: 64, maxLength: 64 })
  .map((bytes) => Buffer.from(bytes).toString("base64"));
const bare = fc.tuple(gatewayId, expiry.map(digits), signature).map((parts) => parts.join("&"));
const minuteOf = (date: Date) => Math.floor(date.getTime() / 60_000) * 60_000;

test("a token contains its gateway and the minute of its expiry", () => {
  fc.assert(
    fc.property(gatewayId, expiry, signature, (id, date, signature) => {
      const text = `GatewayKey ${id}&${digits(date)}&${signature}`;
      const token = { gatewayId: id, expires: minuteOf(date) };
      assert.deepEqual(readToken(text), { token, flaw: undefined });
      assert.deepEqual(readToken(text.slice("GatewayKey ".length)), { token, flaw: "prefix" });
      assert.deepEqual(readToken(`${text}\n`), { token, flaw: "space" });
      assert.equal(shownGatewayId(token), id);
      assert.equal(`${expiryText(token.expires).slice(0, 10)}`, date.toISOString().slice(0, 10));
    }),
  );
});

test("a token is recognized alone and in the midst of other text, with or without its prefix", () => {
  const others = fc.stringMatching(/^[\w ='"{}:,-]{0,30}$/);
  fc.assert(
    fc.property(bare, others, others, fc.boolean(), (token, before, after, prefixed) => {
      const text = prefixed ? `GatewayKey ${token}` : token;
      assert.ok(isMeantAsToken(text) && looksLikeToken(text) && holdsToken(text));
      assert.equal(tokensIn(`${before} ${text} ${after}`).length, 1);
      assert.ok(holdsToken(`${before} ${text} ${after}`));
    }),
  );
});

test("no string makes the reader throw, and a string without a token has none", () => {
  fc.assert(
    fc.property(fc.oneof(anyText(), fc.base64String()), (text) => {
      const { token, flaw } = readToken(text);
      assert.ok(token !== undefined || flaw !== undefined);
      for (const ask of [looksLikeToken, isMeantAsToken, holdsToken])
        assert.equal(typeof ask(text), "boolean");
    }),
  );
});

test("only a whole token on one line, with a minute that exists, is one", () => {
  const cases: [text: string, flaw: string][] = [
    ["", "form"],
    ["GatewayKey", "form"],
    ["GatewayKey gw", "form"],
    ["GatewayKey gw&202612312359", "form"],
    ["GatewayKey gw&202612312359&", "form"],
    ["GatewayKey  gw&202612312359&YWJj", "form"],
    ["gatewaykey gw&202612312359&YWJj", "form"],
    ["GatewayKey gw&20261231&YWJj", "form"],
    ["GatewayKey gw&202612312359&YW\nJj", "form"],
    ['"GatewayKey gw&202612312359&YWJj"', "form"],
    ["GatewayKey gw&202613992359&YWJj", "date"],
    ["GatewayKey gw&202602300000&YWJj", "date"],
    ["GatewayKey gw&202612312400&YWJj", "date"],
    ["GatewayKey gw&202612312360&YWJj", "date"],
    ["gw&202612312359&YWJj", "prefix"],
    ["gw&202612312359&YWJj\n", "prefix"],
    [" GatewayKey gw&202612312359&YWJj", "space"],
    ["GatewayKey gw&202612312359&YWJj\r\n", "space"],
  ];
  for (const [text, flaw] of cases) assert.equal(readToken(text).flaw, flaw, JSON.stringify(text));
});

test("texts that only resemble a token are none", () => {
  const cases = [
    "GatewayKey is what the portal calls it",
    "https://example.com/?from=1&202612312359&to=2",
    "a&202612312359&b c",
    "R2F0ZXdheUtleQ==",
    "id&123&abc",
    "api-gateway-key",
    "postgres://user:pw@host/db?a=b&c=d",
  ];
  for (const text of cases) assert.equal(holdsToken(text), false, text);
  assert.ok(isMeantAsToken("GatewayKey <token>"), "a placeholder was meant to become one");
});

test("a gateway ID that isn't a valid name in Azure is not repeated", () => {
  for (const gatewayId of ["9A1G+/==", "a b", "<gw>", "x".repeat(81), "`"]) {
    assert.equal(shownGatewayId({ gatewayId, expires: 0 }), undefined);
  }
});

test("strings of a megabyte are read in time", () => {
  const start = processorMs();
  for (const part of ["a", "&", "&202612312359&", "GatewayKey ", "x&202612312359&", " ", "\n", "="]) {
    const text = part.repeat(1_000_000 / part.length);
    for (const read of [readToken, looksLikeToken, isMeantAsToken, holdsToken, tokensIn]) read(text);
    readToken(`GatewayKey gw&202612312359&${text}`);
    isMeantAsToken(`GatewayKey ${text}`);
  }
  assert.ok(processorMs() - start < 4_000, "a quadratic reader takes far longer");
});
