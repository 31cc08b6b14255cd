/** What users and maintainers read follows the rules of CONTRIBUTING.md, "Language", that a program can check. */
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { policies as pack } from "../../policies";
import { frame, notApplicableReasons } from "../../pulumi/report";
import { policies } from "../../tools/docs/pages/policies";
import { read } from "../../tools/docs/paths";
import { pages } from "./markdown";

const root = join(__dirname, "..", "..");

/** Words to avoid, for which plain technical English has others. "There is no …" is fine. */
const avoided =
  /\b(?:(?<!there )is no|takes?|tells?|told|stands|says|mend(?:s|ed)?|nobody|somebody|whoever|dies|as far as|such an?|judge[ds]?|whole number|(?<!\.)host names?)\b/i;

/** Placeholders that list names, of which there may be several. */
const lists = /\{(?:names|labels|policies|users|declared|services|settings|missing|ways|classes|expected)\}/;

/** How a message names the place: a property, a resource, or the kind of the finding's resource. */
const places =
  /\{(?:path|place|paths|host|resource|service|workload|gateways?|where|object|account|declared)\}|\b[Tt]his (?:role|hostname|stack|resource|\{)|^The pack/;

const longest = 300;

type Texts = Readonly<Record<string, string>>;

function messagesOf(name: string): Texts {
  const policy = pack.find((each) => each.name === name);
  return policy?.messages ?? {};
}

function remediationOf(name: string): string {
  return pack.find((each) => each.name === name)?.remediationSteps ?? "";
}

/** A page without its front matter, its code and its quoted names. */
function prose(page: string): string {
  return page
    .replace(/^---\n[\s\S]*?\n---\n/, "")
    .replace(/^```[\s\S]*?^```/gm, "")
    .replace(/<!-- options[\s\S]*?\/options -->/, "")
    .replace(/`[^`\n]*`/g, "");
}

function assertPlain(text: string): void {
  const [found] = avoided.exec(text) ?? [];
  assert.equal(found, undefined, `"${found}" is to be avoided: ${text.slice(0, 200)}`);
}

/** Words to avoid in comments; some of those above can be right there. */
const avoidedInComments =
  /\b(?:tells?|told|stands|whoever|nobody|somebody|anybody|mend(?:s|ed)?|as far as|such an?|whole number|(?<!custom )host names?|(?<!")beside|spoil[st]?|(?:undefined|true|false|none|absent|empty) where|answers (?:undefined|the))\b/i;

/** The comments of a source file. */
function commentsOf(source: string): string[] {
  return [...source.matchAll(/^\s*(?:\/\*\*[\s\S]*?\*\/|\/\/.*$)/gm)].map(([comment]) => comment);
}

test("the words to avoid are found, and others are not", () => {
  for (const text of ["It is no gateway.", "The message says so", "It takes a token", "is not judged"])
    assert.throws(() => assertPlain(text), text);
  for (const text of ["There is no Secret.", "It is not set", "mistakes", "untold"]) assertPlain(text);
});

describe("each policy", () => {
  for (const { name, displayName, description, options } of policies) {
    test(`${name}: its name is a state of at most eight words, its description a requirement`, () => {
      assert.ok(displayName.split(" ").length <= 8, displayName);
      assert.match(description, /^(?:Requires|Disallows) .*\.$/);
      for (const text of [displayName, description]) assertPlain(text);
    });

    test(`${name}: its options are described plainly`, () => {
      for (const { description: text = "" } of Object.values(options)) assertPlain(text);
    });

    test(`${name}: its messages are short and plain, and name what they are about`, () => {
      const messages = Object.entries(messagesOf(name));
      assert.notEqual(messages.length, 0);
      for (const [id, message] of messages) {
        assertPlain(message);
        assert.ok(message.length <= longest || lists.test(message), `${id}: ${message.length} characters`);
        assert.match(message, /^[A-Z`{].*\.$/s, id);
        assert.match(message, places, `${id} names no place`);
      }
    });

    test(`${name}: its remediation is one or more plain instructions`, () => {
      assertPlain(remediationOf(name));
      assert.match(remediationOf(name), /^[A-Z][a-z]+ .*\.$/);
    });
  }
});

test("the frame around all messages is plain", () => {
  for (const message of [...Object.values(frame), ...Object.values(notApplicableReasons)]) {
    assertPlain(message);
    assert.ok(message.length <= longest);
  }
});

for (const page of pages()) {
  test(`${page}: its text is plain`, () => {
    for (const paragraph of prose(read(page)).split(/\n\n+/)) assertPlain(paragraph);
  });
}

test("comments are plain", () => {
  const { include } = JSON.parse(read("tsconfig.json")) as { include: string[] };
  const folders = include.filter((path) => !path.endsWith(".ts"));
  const files = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { encoding: "utf8", recursive: true })
      .filter((file) => file.endsWith(".ts") && !file.includes("node_modules"))
      .map((file) => join(folder, file)),
  );
  assert.ok(files.length > 400);
  for (const file of files)
    for (const comment of commentsOf(read(file))) {
      const [found] = avoidedInComments.exec(comment) ?? [];
      assert.equal(found, undefined, `${file}: "${found}" is to be avoided: ${comment.trim()}`);
    }
});
