/**
 * Publication and enforcement in an organization, with the real CLI and a stand-in for Pulumi Cloud. The tests depend
 * on each other, because installing the published pack takes seconds.
 */
import assert from "node:assert/strict";
import { existsSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { gte } from "semver";
import { pageOf } from "../../pulumi/pages";
import { startPack } from "../../testkit/pack";
import { openSandbox, type Sandbox } from "../../tools/cli/sandbox";
import { copyCheckout, copyExample, editJson, readJson, root } from "./checkout";
import { type Cloud, openCloud, organization } from "./stand-in";
import type { GroupUpdate } from "./stand-in/api";

const { version: first } = readJson<{ version: string }>(join(root, "package.json"));
const second = `${first}-next`;
const name = "apim-self-hosted-gateway";
const pack = `${organization}/${name}`;
const configuration = (stage: string) => join(root, "config", `${stage}.json`);

let cloud: Cloud;
let sandbox: Sandbox;
/** The published copy. */
let checkout: string;
/** A program without the pack, and the options for its two stacks. */
let program: string;
let production: string[];
let development: string[];

before(async () => {
  sandbox = await openSandbox();
  cloud = await openCloud();
  Object.assign(sandbox.env, cloud.env);
  checkout = copyCheckout(join(sandbox.folder, "checkout"), { built: true });
  program = copyExample("quickstart", join(sandbox.folder, "quickstart"));
  production = await sandbox.newStack(program, "production");
  development = await sandbox.newStack(program, "development");
});
after(async () => {
  await cloud?.close();
  sandbox?.dispose();
});

async function pulumi(args: string[], cwd = checkout, env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await sandbox.run([...args, "--non-interactive"], { cwd, env });
  return { code, output: stdout + stderr };
}

async function succeeds(...args: string[]): Promise<string> {
  const { code, output } = await pulumi(args);
  assert.equal(code, 0, output);
  return output;
}

/** A preview of a stack: its exit code, and the report to the service. */
async function preview(stack: string[]) {
  const { code, output } = await pulumi(["preview", ...stack], program);
  const { events = [], required, status } = cloud.stacks.updates.at(-1) ?? {};
  const findings = events.flatMap(({ policyEvent }) => policyEvent ?? []);
  const mandatory = findings.filter(({ enforcementLevel }) => enforcementLevel === "mandatory");
  return { code, output, required, status, findings, mandatory };
}

function installed(version: string): string {
  const folder = `pulumi-analyzer-${name}-v${version}`;
  return join(sandbox.env.PULUMI_HOME as string, "policies", organization, folder);
}

test("if npm prints the output of scripts, the pack is not published until npm is configured otherwise", async () => {
  const { code, output } = await pulumi(["policy", "publish", organization], checkout, {
    npm_config_foreground_scripts: "true",
  });
  assert.notEqual(code, 0);
  assert.match(output, /package \.tgz file was not generated/);
});

test("publishing sends what the console shows about each policy, and what validates its options", async () => {
  const output = await succeeds("policy", "publish", organization);
  assert.match(output, new RegExp(`Publishing "${name}" - version ${first} to "${organization}"`));
  const { versionTag, description, policies } = cloud.packs.find(name);
  assert.equal(versionTag, first);
  assert.ok(description);

  const local = await startPack();
  await local.stop();
  assert.deepEqual(
    policies.map(({ name, enforcementLevel }) => [name, enforcementLevel]).sort(),
    local.info.policies.map(({ name, level }) => [name, level]).sort(),
  );
  for (const policy of policies) {
    const { displayName, severity, framework, remediationSteps, tags, url, configSchema } = policy;
    assert.ok(displayName && severity && remediationSteps && tags?.length, policy.name);
    assert.equal(url || undefined, pageOf(policy.name), policy.name);
    assert.equal(framework?.name, "Azure API Management self-hosted gateway support policy");
    assert.ok(framework?.version && framework.reference && framework.specification, policy.name);
    assert.equal(configSchema?.type, "object");
    assert.ok(configSchema?.properties?.exemptions, policy.name);
  }
});

test("a version is published once", async () => {
  const { code, output } = await pulumi(["policy", "publish", organization]);
  assert.notEqual(code, 0);
  assert.match(output, /already been published\. Please specify a new version/);
  assert.match(await succeeds("policy", "ls", organization), new RegExp(`${name}\\s+${first}\\s`));
});

test("the ready configurations fit the schema, and an option of a wrong type does not", async () => {
  const validate = (file: string) => ["policy", "validate-config", pack, first, "--config", file];
  await succeeds(...validate(configuration("production")));
  await succeeds(...validate(configuration("development")));

  const wrong = join(sandbox.folder, "wrong.json");
  writeFileSync(wrong, JSON.stringify({ "gateway-image-supported": { graceDays: "many" } }));
  const { code, output } = await pulumi(validate(wrong));
  assert.notEqual(code, 0);
  assert.match(output, /configuration is invalid.*given: string/);
});

test("enabling sends the configuration as it is", async () => {
  await succeeds("policy", "enable", pack, "latest", "--config", configuration("production"));
  const request = `PATCH /api/orgs/${organization}/policygroups/default-policy-group`;
  const body = cloud.calls.find(({ line }) => line === request)?.body;
  const { addPolicyPack } = JSON.parse(String(body)) as GroupUpdate;
  assert.equal(addPolicyPack?.name, name);
  for (const [policy, setting] of Object.entries(readJson<object>(configuration("production")))) {
    const sent = addPolicyPack?.config?.[policy] as { enforcementLevel?: string };
    assert.equal(sent?.enforcementLevel ?? sent, setting?.enforcementLevel ?? setting, policy);
  }
});

/** Since this version of the CLI, a failed installation leaves no files. Source: its package atomicinstall. */
const installsAtomically = "3.274.0";

test("an install that the npm registry was unreachable for is repeated, by older CLIs once its folder is removed", async () => {
  const offline = {
    npm_config_registry: "http://127.0.0.1:9/",
    npm_config_cache: join(sandbox.folder, "empty-cache"),
    npm_config_fetch_retries: "0",
  };
  const install = ["policy", "install", ...production.slice(0, 2)];
  const attempt = await pulumi(install, program, offline);
  assert.notEqual(attempt.code, 0);
  assert.match(attempt.output, /installing dependencies/);

  const dependency = join(installed(first), "node_modules", "@pulumi", "policy");
  const again = await pulumi(install, program);
  assert.match(again.output, /Successfully installed 1 policy pack/);
  assert.equal(existsSync(dependency), gte(sandbox.pulumi.version, installsAtomically));
  if (!existsSync(dependency)) {
    // The registry works again, but the CLI treats the folder as an installed pack and reports success.
    const { code, output, status } = await preview(production);
    assert.notEqual(code, 0);
    assert.match(output, /dependencies been installed|npm install/);
    assert.notEqual(status, "succeeded");
    rmSync(installed(first), { recursive: true });
    const afresh = await pulumi(install, program);
    assert.equal(afresh.code, 0, afresh.output);
  }
  assert.ok(existsSync(dependency));
});

test("a stack whose program doesn't contain the pack is blocked, and the service gets the report", async () => {
  const { code, output, required, status, findings, mandatory } = await preview(production);
  assert.deepEqual(required, [`${name}@${first}`]);
  assert.equal(code, 1, output);
  assert.equal(status, "failed");
  assert.ok(mandatory.length > 0, output);
  const pinned = findings.find(({ policyName }) => policyName === "gateway-image-pinned");
  assert.equal(
    pinned?.enforcementLevel,
    "mandatory",
    "its own level is advisory; the configuration was lost",
  );
  for (const { policyPackName, policyPackVersion } of findings)
    assert.deepEqual([policyPackName, policyPackVersion.replace(/^v/, "")], [name, first]);
});

test("the pack was installed as it was tested: pinned versions, nothing of development, nothing built", () => {
  type Tree = { packages: Record<string, { version?: string; dev?: boolean }> };
  const pinned = readJson<Tree>(join(root, "npm-shrinkwrap.json")).packages;
  const { packages } = readJson<Tree>(join(installed(first), "node_modules", ".package-lock.json"));
  assert.ok(packages["node_modules/@pulumi/policy"]);
  for (const [path, { version }] of Object.entries(packages)) {
    assert.equal(version, pinned[path]?.version, path);
    assert.ok(!pinned[path]?.dev, `${path} is needed for development only`);
  }
  assert.ok(!existsSync(join(installed(first), "tsconfig.build.json")));
});

test("a pack that was disabled checks nothing", async () => {
  await succeeds("policy", "disable", pack);
  const { code, output, required, status, findings } = await preview(production);
  assert.equal(code, 0, output);
  assert.equal(status, "succeeded");
  assert.deepEqual([required, findings], [[], []]);
});

test("groups advise development and block production, each with its own version", async () => {
  for (const stage of ["development", "production"]) {
    const group = `gateways-${stage}`;
    await succeeds(
      "policy",
      "group",
      "new",
      group,
      "--entity-type",
      "stacks",
      "--mode",
      "preventative",
      "--yes",
    );
    await succeeds("policy", "group", "edit", group, "--add-stack", `quickstart/${stage}`);
    const config = ["--config", configuration(stage)];
    await succeeds("policy", "enable", pack, first, "--policy-group", group, ...config);
  }
  for (const file of ["package.json", "npm-shrinkwrap.json"])
    editJson<{ version: string }>(join(checkout, file), (content) => {
      content.version = second;
    });
  await succeeds("policy", "publish", organization);
  const upgrade = ["--policy-group", "gateways-production", "--config", configuration("production")];
  await succeeds("policy", "enable", pack, "latest", ...upgrade);
  assert.match(await succeeds("policy", "group", "ls", organization), /gateways-production[\s\S]*1/);

  const advised = await preview(development);
  assert.equal(advised.code, 0, advised.output);
  assert.deepEqual([advised.status, advised.required], ["succeeded", [`${name}@${first}`]]);
  assert.ok(advised.findings.length > 0);
  assert.deepEqual(advised.mandatory, []);

  // As a step of CI: afterwards the preview downloads nothing.
  const install = await pulumi(["policy", "install", ...production.slice(0, 2)], program);
  assert.equal(install.code, 0, install.output);
  assert.ok(existsSync(installed(second)));
  const blocked = await preview(production);
  assert.equal(blocked.code, 1, blocked.output);
  assert.deepEqual([blocked.status, blocked.required], ["failed", [`${name}@${second}`]]);
  assert.ok(blocked.mandatory.length > 0);
});
