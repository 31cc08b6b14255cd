/** Links within the documentation are valid. */
import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { anchorsIn, linksIn, pages } from "./markdown";

const root = join(__dirname, "..", "..");

/** Why a link is broken; undefined if it is valid or leaves the repository. */
function problem(page: string, link: string): string | undefined {
  if (/^https:\/\//.test(link)) return undefined;
  if (/^[a-z]+:/i.test(link)) return "neither https nor a file";
  const [path = "", anchor] = link.split("#");
  const target = path === "" ? join(root, page) : join(root, dirname(page), path);
  if (!target.startsWith(root)) return "leaves the repository";
  if (!existsSync(target)) return "there is no such file";
  if (anchor === undefined) return undefined;
  return anchorsIn(readFileSync(target, "utf8")).includes(anchor) ? undefined : "there is no such heading";
}

for (const page of pages()) {
  test(`${page}: every link leads somewhere`, () => {
    const links = linksIn(readFileSync(join(root, page), "utf8"));
    const broken = links.flatMap((link) => {
      const why = problem(page, link);
      return why ? [`${link}: ${why}`] : [];
    });
    assert.deepEqual(broken, []);
  });
}

test("a link that leads nowhere would be found", () => {
  assert.equal(problem("README.md", "CHANGELOG.md"), undefined);
  assert.equal(problem("docs/exemptions.md", "../README.md#configuration"), undefined);
  assert.ok(problem("README.md", "no-such-file.md"));
  assert.ok(problem("README.md", "CHANGELOG.md#no-such-heading"));
  assert.ok(problem("README.md", "../elsewhere.md"));
  assert.ok(problem("README.md", "http://example.com"));
});
