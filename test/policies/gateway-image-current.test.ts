import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { assertMessage, type Expected, reports } from "../../testkit/messages";
import { type Props, unknown } from "../../testkit/pack";
import { containerApp, workload } from "../../testkit/samples/owned";
import { usePack } from "../../testkit/use-pack";

const policy = "gateway-image-current";
const repository = "mcr.microsoft.com/azure-api-management/gateway";
const pack = usePack({ only: [policy] });

async function findings(image: unknown, options: Props = {}, host = "Deployment"): Promise<string[]> {
  await pack.configure({ [policy]: { enforcementLevel: "mandatory", ...options } });
  const app = containerApp();
  const onApp = { ...app, props: { template: { containers: [{ image }] } } };
  const { diagnostics } = await pack.analyze(host === "Deployment" ? workload({ image }) : onApp);
  return diagnostics
    .filter((one) => one.policy === policy)
    .map(({ level, message }) => `${level}: ${message}`);
}

const tags: [string, string, Expected | undefined, Props?][] = [
  ["the newest release", "2.13.2", undefined],
  ["the newest release with a digest", `2.13.2@sha256:${"a".repeat(64)}`, undefined],
  [
    "known-bad in the newest minor, with what goes wrong and where it is fixed",
    "2.13.0",
    reports("known-bad", {
      text: "mcr.microsoft.com/azure-api-management/gateway:2.13.0",
      fixedIn: "2.13.2",
      source: "https://github.com/Azure/api-management-self-hosted-gateway/releases/tag/Container-v2.13.2",
      fix: "mcr.microsoft.com/azure-api-management/gateway:2.13.2",
    }),
  ],
  ["a release that may not exist, in the range of the defect", "2.13.1", reports("known-bad")],
  ["known-bad wins over not the newest patch", "2.12.1", reports("known-bad", { fixedIn: "2.12.2" })],
  ["of two defects the one that is mended last", "2.12.0", reports("known-bad", { fixedIn: "2.12.2" })],
  [
    "not the newest patch wins over not the newest minor",
    "2.12.2",
    reports("old-patch", { newestPatch: "2.12.3", line: "2.12", newest: "2.13.2" }),
  ],
  ["the newest patch of an older minor", "2.12.3", reports("old-minor")],
  ["a suffix of a mirror's", "2.12.3-amd64", reports("old-minor")],
  ["a minor that floats", "2.12", reports("old-minor")],
  ["known-bad in the oldest minor", "2.11.0", reports("known-bad", { fixedIn: "2.11.1" })],
  ["an old patch of the oldest minor", "2.11.1", reports("old-patch", { newestPatch: "2.11.2" })],
  [
    "the oldest minor, with the usual interval",
    "2.11.2",
    reports("oldest-minor", { line: "2.11", days: "131" }),
  ],
  ["outside the window", "2.10.1", undefined],
  ["far outside, though known-bad", "2.1.5", undefined],
  ["rolling", "v2", undefined],
  ["rolling without a tag", "", undefined],
  ["a prerelease", "2.12.0-preview-1", undefined],
  ["no version", "stable", undefined],
  ["newer than the list", "2.14.0", undefined],
  ["a newer patch than the list", "2.13.9", undefined],
  [
    "current until a newer minor is known",
    "2.13.2",
    reports("old-minor", { fix: "mcr.microsoft.com/azure-api-management/gateway:2.14.0" }),
    { latestVersion: "2.14.0" },
  ],
  [
    "a newer patch is known",
    "2.13.2",
    reports("old-patch", { newestPatch: "2.13.3", line: "2.13" }),
    { latestVersion: "2.13.3" },
  ],
  ["the newer minor moves the window", "2.11.2", undefined, { latestVersion: "2.14.0" }],
  [
    "and makes another minor the oldest",
    "2.12.3",
    reports("oldest-minor", { line: "2.12" }),
    { latestVersion: "2.14.0" },
  ],
  ["a new major with one minor drops nothing yet", "3.0.4", reports("old-minor"), { latestVersion: "3.1.0" }],
];

for (const host of ["Deployment", "Container App"]) {
  describe(`on a ${host}, at most one finding`, () => {
    for (const [title, tag, expected, options] of tags) {
      test(title, async () => {
        const found = await findings(tag === "" ? repository : `${repository}:${tag}`, options, host);
        assert.equal(found.length, expected ? 1 : 0, found.join("\n"));
        if (expected) assertMessage(found[0], expected);
      });
    }
  });
}

test("what is unknown is named, what is another image is not checked", async () => {
  await pack.configure({});
  const labels = { "app.kubernetes.io/component": "self-hosted-gateway" };
  for (const image of [unknown, "[secret]"]) {
    const { diagnostics } = await pack.analyze(workload({ image, labels }));
    const found = diagnostics.filter((one) => one.policy === policy);
    assert.deepEqual(
      found.map(({ level }) => level),
      ["advisory"],
    );
    assertMessage(found[0]?.message, reports(["preview", "encrypted"], { path: "containers[0].image" }));
  }
  for (const image of ["contoso.azurecr.io/shop:2.12.0", 7, null, ["x"], {}])
    assert.deepEqual(await findings(image), []);
});
