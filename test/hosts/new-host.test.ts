import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import ts from "typescript";
import type { Host } from "../../gateway/hosts/host";
import { column, entriesOf } from "../../testkit/matrix/cell";
import { type ContainerParts, containerCells, goodImage, goodSettings } from "../../testkit/matrix/container";
import type { Pack, Resource } from "../../testkit/pack";
import { startTinyPack } from "../../testkit/tiny-pack";

const root = join(__dirname, "..", "..");
const dist = (file: string) => JSON.stringify(join(root, "dist", file));

describe("a host that no one thought of", () => {
  let pack: Pack;
  before(async () => {
    // One adapter, which is all that a new host needs.
    pack = await startTinyPack(`
      const { readImage } = require(${dist("gateway/model/image.js")});
      require(${dist("gateway/hosts/index.js")}).hosts.push({
        hosts: (type) => type.package === "nomad",
        read: (resource) => {
          const { props } = resource;
          return [{
            resource,
            host: "Nomad job",
            image: readImage(props.get("image")),
            settings: props.get("env").entries.map(([name, value]) => ({ kind: "literal", name, value })),
            partial: false,
            namespace: undefined,
            platform: "docker",
            labels: [{ style: "kubernetes", value: props.get("meta"), owns: true }],
            hosting: { probes: { readiness: { value: props.get("check") }, liveness: { value: props.get("check") } } },
            storage: {
              place: props.get("volumes"),
              mounts: props.get("volumes").items.map((path) => ({ path, volume: { kind: "lasting" } })),
            },
          }];
        },
      });
      module.exports = require(${dist("policies/index.js")}).policies;
    `);
    await pack.configure({ all: "mandatory" });
  });
  after(() => pack.stop());

  const adapter: Host = { hosts: () => false, read: () => [] };
  const job = ({ image = goodImage, settings, marks, probed, backup }: ContainerParts): Resource => {
    const env = Object.fromEntries(entriesOf({ ...goodSettings, ...settings }));
    const check = probed === false ? undefined : "/status-0123456789abcdef";
    const volumes = backup === false ? [] : ["/apim/config"];
    return { type: "nomad:index/job:Job", props: { image, env, meta: marks, check, volumes } };
  };
  const [shape] = column<ContainerParts>({
    title: "Nomad",
    adapter,
    shapes: [job],
    cells: containerCells,
  }).shapes;

  for (const [policy, trial] of Object.entries(shape?.trials ?? {})) {
    if ("because" in trial) continue;
    test(`is checked by ${policy}`, async () => {
      const { diagnostics } = await pack.preview(trial.stack);
      const found = diagnostics.filter((finding) => finding.policy === policy);
      assert.ok(
        found.some(({ message }) => trial.reports.test(message)),
        JSON.stringify(found),
      );
    });
  }
});

/** Words that identify a host: its name, or the parts of its types. */
const hostWord =
  /helm|argo|flux|\barc(?!h)|docker|kubernetes|k8s|deployment|statefulset|daemonset|replicaset|cronjob|applicationset|container_?apps?|container_?(?:group|instance)|azure-native|\bpods?\b.*spec\./i;

/** Texts for users, which may contain `Deployment`. */
const texts = new Set(["description", "displayName", "remediationSteps", "messages", "words"]);

/** Names, and strings that aren't texts for users, in the source of a policy. */
function codeWords(node: ts.Node): string[] {
  const isText = ts.isPropertyAssignment(node) || ts.isVariableDeclaration(node);
  if (isText && ts.isIdentifier(node.name) && texts.has(node.name.text)) return [];
  const own =
    ts.isIdentifier(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isTemplateHead(node) ||
    ts.isRegularExpressionLiteral(node)
      ? [node.text]
      : [];
  const below: string[] = [];
  ts.forEachChild(node, (child) => {
    below.push(...codeWords(child));
  });
  return [...own, ...below];
}

describe("no policy knows a host", () => {
  const folder = join(root, "policies");
  const files = readdirSync(folder).filter((file) => file !== "index.ts");

  test("there are policies to look at", () => assert.ok(files.length >= 8));

  for (const file of files) {
    test(file, () => {
      const source = ts.createSourceFile(
        file,
        readFileSync(join(folder, file), "utf8"),
        ts.ScriptTarget.ES2022,
      );
      assert.deepEqual(
        codeWords(source).filter((word) => hostWord.test(word) && !word.startsWith("../")),
        [],
      );
      const imported = source.statements
        .filter(ts.isImportDeclaration)
        .map(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text);
      const allowed =
        /^\.\.\/(?:(?:analysis|azure|gateway|kubernetes)(?:\/[a-z-]+)*|support\/[a-z-]+|pulumi\/[a-z-]+)$/;
      assert.deepEqual(
        imported.filter((path) => !allowed.test(path) || path.startsWith("../gateway/hosts")),
        [],
      );
    });
  }
});
