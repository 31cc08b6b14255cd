/** The policies in another pack that installs the package: docs/compose.md, run as it is written. */
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { after, before, describe, test } from "node:test";
import * as ts from "typescript";
import { type Config, type Resource, type Result, startPack } from "../../testkit/pack";
import { apims, gatewayAt } from "../../testkit/samples/apim";
import { linesOf, plain } from "../../testkit/samples/findings";
import { deployment, image } from "../../testkit/samples/kubernetes";
import { gateway, surroundings } from "../../testkit/samples/production";
import { usePack } from "../../testkit/use-pack";
import { run } from "../../tools/cli/process";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";
import { fencesIn } from "../../tools/docs/examples/fences";
import { editJson, linkFolder, readJson, root } from "./checkout";

const name = "pulumi-policy-apim-self-hosted-gateway";
const page = readFileSync(join(root, "docs", "compose.md"), "utf8");
const blocks = fencesIn(page);
const [manifest, example] = ["json", "ts"].map(
  (each) => blocks.find(({ language }) => language === each)?.code,
);
assert.ok(manifest && example);
const commands = blocks.flatMap(({ language, code }) => (language === "sh" ? code.trim().split("\n") : []));
const [install, preview] = ["npm install ", "pulumi preview "].map((start) =>
  commands.find((line) => line.startsWith(start)),
);
assert.ok(install && preview);
assert.equal(commands.length, 2, "a command on the page is not tried");

let sandbox: Sandbox;
let tarball: string;
/** The pack on the page, and a program next to it. */
let contoso: string;
let program: string;
before(async () => {
  sandbox = await openSandbox();
  const pack = ["pack", "--ignore-scripts", "--loglevel=error", "--pack-destination", sandbox.folder];
  tarball = join(sandbox.folder, (await succeeds("npm", pack, root)).trim());

  contoso = join(sandbox.folder, "contoso");
  const yaml = blocks.find(({ language }) => language === "yaml")?.code ?? "";
  write(contoso, { "PulumiPolicy.yaml": yaml, "package.json": manifest, "index.ts": example });
  program = join(sandbox.folder, "program");
  mkdirSync(program);
  await succeeds("sh", ["-ec", filled(install)], program);
});
after(() => sandbox?.dispose());

async function succeeds(command: string, args: string[], cwd: string): Promise<string> {
  const { code, stdout, stderr } = await run(command, args, { cwd, env: sandbox.env });
  assert.equal(code, 0, stdout + stderr);
  return stdout;
}

function filled(text: string): string {
  return text.replaceAll("<contoso>", "../contoso").replaceAll("<the package>", tarball);
}

function write(folder: string, files: Record<string, string>): void {
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
}

describe("the pack on the page, in TypeScript", () => {
  let stack: string[];
  before(async () => {
    const runtime = { name: "nodejs", options: { typescript: false } };
    write(program, {
      "Pulumi.yaml": JSON.stringify({ name: "somebody-elses", runtime }),
      "package.json": "{}",
      "index.js": `
        const pulumi = require("@pulumi/pulumi");
        new pulumi.CustomResource("kubernetes:core/v1:Pod", "gateway", {
          metadata: { name: "gateway" }, spec: { containers: [{ name: "gateway", image: "${image}:2.5.0" }] },
        });`,
    });
    symlinkSync(join(root, "node_modules"), join(program, "node_modules"), "junction");
    stack = await sandbox.newStack(program);
  });

  test("a preview with both packs: each reports its own violations, with its own configuration", async () => {
    const [, secondPack = ""] = /`(--policy-pack .*)`/.exec(page) ?? [];
    const args = [...filled(`${preview} ${secondPack}`).split(" ").slice(1), ...stack, "--non-interactive"];
    const { code, stdout, stderr } = await sandbox.run(args, { cwd: program });
    assert.equal(code, 1, stdout + stderr);
    const reported = (pack: string) =>
      stdout.split(/^ {4}(?=\S+ \S+@v)/m).find((text) => text.includes(` ${pack}@v`));
    const [contoso = "", own = ""] = ["contoso", "apim-self-hosted-gateway"].map(reported);
    for (const policy of ["default-namespace", "gateway-image-supported", "gateway-image-source"])
      assert.match(contoso, new RegExp(`\\[mandatory\\].* ${policy} `), stdout);
    assert.match(contoso, /\[advisory\].* gateway-hosting /);
    assert.match(own, /\[mandatory\].* gateway-image-supported /, stdout);
    assert.doesNotMatch(own, /default-namespace|gateway-image-source/);
  });

  test("the configuration of a preview has precedence over that of the pack", async () => {
    const file = join(sandbox.folder, "levels.json");
    writeFileSync(file, JSON.stringify({ "gateway-image-source": "advisory" }));
    const packs = ["--policy-pack", "../contoso", "--policy-pack-config", file];
    const args = ["preview", ...packs, ...stack, "--non-interactive"];
    const { stdout, stderr } = await sandbox.run(args, { cwd: program });
    assert.match(stdout, /\[advisory\].* gateway-image-source /, stdout + stderr);
    assert.match(stdout, /\[mandatory\].* gateway-image-supported /);
  });
});

describe("a pack in JavaScript modules, with another SDK than the package's", () => {
  const repository = { type: "git", url: "git+https://github.com/contoso/policies.git" };
  const own = usePack();
  let folder: string;
  let pack: Awaited<ReturnType<typeof startPack>>;
  before(async () => {
    folder = join(sandbox.folder, "modules");
    const dependencies = { "@pulumi/policy": "1.20.0", "@pulumi/pulumi": "3.247.0" };
    write(folder, {
      "package.json": JSON.stringify({ name: "contoso", version: "1.0.0", dependencies }),
      "index.js": 'module.exports = import("./pack.mjs");',
      "pack.mjs": modules,
    });
    // Most packages are the same as in the pack on the page. npm replaces the others, and installs what is left out: it
    // writes its list of packages in place, and this test changes the package itself.
    const installed = join(contoso, "node_modules");
    const left = [".package-lock.json", name].map((each) => join(installed, each));
    linkFolder(installed, join(folder, "node_modules"), left);
    await succeeds("npm", ["install", tarball], folder);
    editJson<object>(join(folder, "node_modules", name, "package.json"), (content) =>
      Object.assign(content, { repository }),
    );
    pack = await startPack({ pack: folder, today: "2026-11-24" });
  });
  after(() => pack?.stop());

  const sdk = (of: string) =>
    readJson<{ version: string }>(join(of, "node_modules/@pulumi/policy/package.json")).version;
  const ours = ({ diagnostics, notApplicable }: Result) =>
    [...diagnostics, ...notApplicable].filter(({ policy }) => !policy.startsWith("own-"));

  test("has both SDKs, and is the only pack of its process", async () => {
    assert.deepEqual([sdk(folder), sdk(join(folder, "node_modules", name))], ["v1.20.0", "v1.21.0"]);
    assert.equal(pack.info.name, "contoso");
    assert.equal(pack.stdout, "");
  });

  test("has every policy as this pack has it, but for the address of its page", () => {
    const policies = pack.info.policies.filter((policy) => !policy.name.startsWith("own-"));
    const withoutPage = (all: typeof policies) => all.map((policy) => ({ ...policy, url: "" }));
    assert.deepEqual(withoutPage(policies), withoutPage(own.info.policies));
    const pages = policies.map(
      (policy) => `https://github.com/contoso/policies/blob/HEAD/docs/policies/${policy.name}.md`,
    );
    assert.deepEqual(
      policies.map(({ url }) => url),
      pages,
    );
  });

  const apim = apims.native;
  const stack: Resource[] = [
    apim.tier("Developer"),
    apim.gateway("gw-europe", "contoso"),
    apim.api("gw-europe", "contoso"),
    gatewayAt("contoso.configuration.azure-api.net", 3),
    gateway({ metadata: { name: "production" } }),
    ...surroundings(),
    deployment({ image: `${image}:2.5.0` }, { name: "orders-gateway" }),
    { type: "a:b:Box", name: "box", props: { size: 1 } },
  ];
  const expires = "2026-12-31";
  const configurations: Config[] = [
    {},
    {
      "gateway-image-supported": {
        exemptions: [{ resource: "orders-gateway", reason: "certified build", expires }],
      },
      "gateway-availability": { enforcementLevel: "mandatory", minReplicas: 5 },
      "gateway-image-pinned": { enforcementLevel: "disabled" },
    },
  ];
  for (const config of configurations)
    test(`reports what this pack reports, with ${Object.keys(config).length} policies configured`, async () => {
      const results: Result[] = [];
      for (const each of [own, pack]) {
        await each.configure(config);
        results.push(await each.preview(stack));
      }
      const [expected, found] = results.map(ours);
      assert.deepEqual(found, expected);
    });

  test("gives its own policies every resource unchanged, regardless of what these have read before", async () => {
    for (const resource of stack) {
      const [line = ""] = linesOf(await pack.analyze(resource), "own-resource");
      assert.deepEqual(reported(line), { kind: "resource", props: plain(resource.props) });
    }
    const [line = ""] = linesOf(await pack.analyzeStack(stack), "own-stack");
    assert.deepEqual(reported(line), {
      kind: "stack",
      resources: stack.map(({ type, props, outputs = props }) => [type, Object.keys(plain(outputs)).length]),
    });
  });
  /** The message of the pack's own policy, without level and description. */
  const reported = (line: string) => JSON.parse(line.slice(line.indexOf("{")));

  test("has the types of the policies in both kinds of modules, and anything else is a type error", () => {
    const wrong = example.replace("...policies,", "...policies, 5,");
    const changed = example.replace(
      "...policies,",
      '...policies.map((each) => ({ ...each, enforcementLevel: "mandatory" as const })),',
    );
    write(folder, {
      "common.cts": example,
      "module.mts": example,
      "changed.mts": changed,
      "wrong.mts": wrong,
    });
    const files = ["common.cts", "module.mts", "changed.mts", "wrong.mts"].map((file) => join(folder, file));
    const program = ts.createProgram(files, {
      ...{ module: ts.ModuleKind.NodeNext, target: ts.ScriptTarget.ES2022, strict: true, noEmit: true },
      ...{ skipLibCheck: true, types: ["node"], typeRoots: [join(root, "node_modules/@types")] },
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .map(({ file, code }) => [basename(file?.fileName ?? ""), code]);
    assert.deepEqual(new Set(problems.map(String)), new Set(["wrong.mts,2322"]));
  });
});

const modules = `
import { createRequire } from "node:module";
import { PolicyPack } from "@pulumi/policy";
import { policies } from "${name}/policies";

const { currentRequest } = createRequire(import.meta.url)("./node_modules/${name}/dist/pulumi/sdk.js");
const tell = (report, values) => report(JSON.stringify({ kind: currentRequest()?.kind, ...values }));
const own = (name, functions) => ({ name, description: name, enforcementLevel: "advisory", ...functions });

new PolicyPack("contoso", {
  policies: [
    ...policies,
    own("own-resource", { validateResource: ({ props }, report) => tell(report, { props }) }),
    own("own-stack", {
      validateStack: ({ resources }, report) =>
        tell(report, { resources: resources.map(({ type, props }) => [type, Object.keys(props).length]) }),
    }),
  ],
});
`;
