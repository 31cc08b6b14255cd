import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, test } from "node:test";
import { satisfies, valid, validRange } from "semver";
import { usualInterval } from "../../support/currency";
import { knownIssues } from "../../support/known-issues";
import { stableVersions } from "../../support/releases";
import {
  ownerRows,
  ownershipOf,
  responsibilityClasses,
  responsibilityRows,
} from "../../support/responsibilities";
import {
  injectors,
  leftAlone,
  projectOfGroup,
  projectOfImage,
  thirdPartyProjects,
} from "../../support/third-party";

const page = (name: string): string =>
  readFileSync(join(__dirname, `../../docs/policies/${name}.md`), "utf8");

describe("known issues", () => {
  for (const { affected, fixedIn, source, basis } of knownIssues) {
    test(`${affected} is a range that ends before ${fixedIn}, and has a source`, () => {
      assert.ok(validRange(affected) && valid(fixedIn) && !satisfies(fixedIn, affected));
      assert.ok(
        stableVersions.includes(fixedIn) && stableVersions.some((version) => satisfies(version, affected)),
      );
      assert.match(source, /^https:\/\/github\.com\/Azure\/api-management-self-hosted-gateway\//);
      assert.match(basis, /^(documented|inferred)$/);
    });
  }
  test("the newest release is not among them, since it is what every message recommends", () => {
    assert.ok(knownIssues.every(({ affected }) => !satisfies(stableVersions.at(-1) ?? "", affected)));
  });
  test("the page shows each with its source", () => {
    const text = page("gateway-image-current");
    for (const { reason, fixedIn, source } of knownIssues) {
      assert.ok(text.includes(`| ${reason} | [${fixedIn}](${source}) |`), reason);
    }
  });
  test("the usual interval is the middle of the known gaps", () => assert.equal(usualInterval(), 131));
});

describe("Microsoft's table of responsibilities", () => {
  test("every customer and shared row has an owner of its own, but the third-party row", () => {
    for (const { id, class: side, owner } of responsibilityRows) {
      assert.ok(responsibilityClasses.includes(side));
      assert.equal(owner !== undefined, side !== "microsoft" && id !== "third-party", id);
    }
    assert.deepEqual([...ownerRows].sort(), [
      "credential",
      "diagnostics",
      "hosting",
      "network",
      "sla",
      "upgrade",
    ]);
  });
  test("what falls in which class", () => {
    const classes = (["workload", "credential", "service", "third-party"] as const).map(
      (kind) => ownershipOf(kind).row.class,
    );
    assert.deepEqual(classes, ["customer", "shared", "microsoft", "customer"]);
  });
  test("the page shows the table", () => {
    const text = page("responsibility-labels");
    for (const { title, class: side, owner } of responsibilityRows) {
      const line = text.split("\n").find((candidate) => candidate.startsWith(`| ${title} |`)) ?? "";
      assert.ok(line.includes(`\`${side}\``) && (!owner || line.includes(`${owner}-owner\``)), title);
    }
  });
});

describe("third-party software", () => {
  test("nothing is listed twice, and every entry has a form that is looked up", () => {
    const keys = thirdPartyProjects.flatMap(({ images = [], apiGroups = [] }) => [...images, ...apiGroups]);
    assert.equal(new Set(keys).size, keys.length);
    for (const { images = [] } of thirdPartyProjects) {
      for (const image of images) assert.match(image, /^[a-z0-9.-]+\/(\*|[a-z0-9.-]+)$/);
    }
  });
  test("what is left alone is not found", () => {
    for (const { name, images, apiGroups } of leftAlone) {
      for (const group of apiGroups) assert.equal(projectOfGroup(group), undefined, name);
      for (const image of images) {
        assert.equal(projectOfImage({ path: image.replace("*", "any") }), undefined, name);
      }
    }
  });
  test("images are identified by the last two names", () => {
    const name = (path: string) => projectOfImage({ path })?.name;
    assert.equal(name("nginx"), "NGINX");
    assert.equal(name("library/nginx"), "NGINX");
    assert.equal(name("mirror/quay/prometheus/prometheus"), "Prometheus");
    assert.equal(name("contoso/nginx"), undefined);
    assert.equal(name("contoso/web-nginx"), undefined);
    assert.equal(name("azure-api-management/gateway"), undefined);
  });
  test("the page names what is left alone, and every project", () => {
    const text = page("third-party-components");
    for (const { name } of [...leftAlone, ...thirdPartyProjects]) assert.ok(text.includes(name), name);
    assert.ok(injectors.length > 5);
  });
});
