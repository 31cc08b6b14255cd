/**
 * The recipes of docs/ci.md and action.yml: each shell line runs as it is written, with recordings in place of other
 * programs.
 */
import assert from "node:assert/strict";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { after, test } from "node:test";
import { parse } from "yaml";
import { type RunResult, run } from "../../tools/cli/process";
import { fencesIn } from "../../tools/docs/examples/fences";
import { deployment, type Run, root, run as runCommand } from "../command/command";

const { name: packageName } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
const recipes = new Map(
  fencesIn(readFileSync(join(root, "docs/ci.md"), "utf8")).map(({ words: [name = ""], code }) => [
    name,
    code,
  ]),
);
const folder = mkdtempSync(join(tmpdir(), "recipes-"));
after(() => rmSync(folder, { recursive: true }));

/** Records the arguments of the command, for the running process with the policies. */
const command = `printf '%s\\n' "$@" >called.txt; case " $* " in *" - "*) cat >stdin.txt;; esac`;
const recording = (path: string) => `cat "${join(root, "test/recordings", path)}"`;
const list = JSON.stringify({
  apiVersion: "v1",
  kind: "List",
  items: [parse(deployment({ name: "in-the-cluster" }))],
});

/** The programs on PATH: npx runs only this package, and the others print a recording. */
const programs: Record<string, string> = {
  "apim-gateways": command,
  npx: `case "$1 $2" in "--yes ${packageName}@"*) shift 2;; *) exit 9;; esac\n${command}`,
  helm: `[ "$1" = template ] && ${recording("chart/rendered/token.yaml")}`,
  kubectl: `[ "$1" = get ] && echo '${list}'`,
  gh: `echo "$@" >gh.txt`,
  pulumi: `case "$1 $2" in
    "stack ls") echo '[{"name":"acme/quickstart/dev","current":false},{"name":"acme/quickstart/prod","current":false}]';;
    "stack export") ${recording("quickstart-state.json")} | sed "s/urn:pulumi:dev/urn:pulumi:$(basename "$4")/";;
    *) exit 9;;
  esac`,
};
const bin = join(folder, "bin");
mkdirSync(bin);
for (const [name, script] of Object.entries(programs)) {
  writeFileSync(join(bin, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(bin, name), 0o755);
}

interface Repository {
  /** Runs a script like GitHub's runner. */
  bash(script: string, env?: Record<string, string>): Promise<RunResult>;
  /** Runs a script that ends with the command, then the command with the recorded arguments. */
  check(script: string, env?: Record<string, string>): Promise<Run>;
  read(file: string): string;
  has(file: string): boolean;
}

/** A repository with the manifest of a gateway whose image isn't supported. */
function repository(): Repository {
  const cwd = mkdtempSync(join(folder, "repository-"));
  mkdirSync(join(cwd, "deploy"));
  writeFileSync(join(cwd, "deploy/gateway.yaml"), deployment());
  const inherited = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH}` };
  const read = (file: string) => readFileSync(join(cwd, file), "utf8");
  const has = (file: string) => existsSync(join(cwd, file));
  const bash: Repository["bash"] = (script, env) =>
    run("bash", ["--noprofile", "--norc", "-eo", "pipefail", "-c", script], {
      cwd,
      env: { ...inherited, ...env },
    });
  const check: Repository["check"] = async (script, env) => {
    const { code, stderr } = await bash(script, env);
    assert.deepEqual([code, stderr], [0, ""]);
    const [subcommand, ...args] = read("called.txt").trimEnd().split("\n");
    assert.equal(subcommand, "check");
    const before = process.cwd();
    process.chdir(cwd);
    try {
      return await runCommand(args, has("stdin.txt") ? { stdin: read("stdin.txt") } : {});
    } finally {
      process.chdir(before);
    }
  };
  return { bash, check, read, has };
}

function recipe(name: string): string {
  const code = recipes.get(name);
  assert.ok(code, `docs/ci.md has no recipe ${name}`);
  return code;
}

interface Step {
  name?: string;
  run?: string;
  uses?: string;
  env?: Record<string, string>;
  with?: Record<string, string>;
}

const stepsOf = (workflow: string, job: string): Step[] => parse(workflow).jobs[job].steps;
const step = (steps: Step[], name: RegExp) => {
  const found = steps.find(({ name: title = "", uses = "" }) => name.test(title) || name.test(uses));
  assert.ok(found, `no step ${name}`);
  return found;
};

test("GitHub Actions: what is uploaded and commented is what the command wrote", async () => {
  const steps = stepsOf(recipe(".github/workflows/gateways.yml"), "check");
  const { bash, check, read } = repository();
  const { code, stdout } = await check(step(steps, /^Check/).run ?? "");
  assert.equal(code, 1);
  assert.match(stdout, /mandatory gateway-image-supported/);
  const uploaded = step(steps, /upload-sarif/).with?.sarif_file ?? "";
  const [{ locations }] = JSON.parse(read(uploaded)).runs[0].results;
  assert.equal(locations[0].physicalLocation.artifactLocation.uri, "deploy/gateway.yaml");
  const comment = step(steps, /^Comment/);
  assert.deepEqual(Object.keys(comment.env ?? {}), ["GH_TOKEN", "PULL_REQUEST"]);
  assert.equal((await bash(comment.run ?? "", { PULL_REQUEST: "7" })).code, 0);
  const [, body = ""] = /^pr comment 7 .*--body-file (\S+)\n$/.exec(read("gh.txt")) ?? [];
  assert.match(read(body), /gateway-image-supported/);
});

test("action.yml: its inputs reach the command, and the reports are written", async () => {
  const text = readFileSync(join(root, "action.yml"), "utf8");
  assert.ok(text.split("\n").length <= 40);
  const { inputs, runs } = parse(text);
  const [used] = parse(recipe("action"));
  assert.deepEqual(
    Object.keys(used.with).filter((name) => !(name in inputs)),
    [],
  );
  const [only] = runs.steps;
  assert.deepEqual(Object.keys(only.env).sort(), ["CONFIG", "FAIL_ON", "PATHS"]);
  const { check, has, read } = repository();
  const { code, problem } = await check(only.run, {
    GITHUB_ACTION_PATH: root,
    PATHS: "deploy/gateway.yaml\ndeploy\n",
    CONFIG: join(root, "config/production.json"),
    FAIL_ON: "never",
  });
  assert.deepEqual([code, problem], [0, ""]);
  assert.match(read("gateways.md"), /gateway-image-supported/);
  assert.ok(has("gateways.sarif"));
});

test("Azure DevOps: the published file is the JUnit report", async () => {
  const { steps } = parse(recipe("azure-pipelines.yml"));
  const [use, script, publish] = steps;
  assert.deepEqual([use.task, publish.task, steps.length], ["UseNode@1", "PublishTestResults@2", 3]);
  assert.equal(publish.condition, "succeededOrFailed()");
  const { check, read } = repository();
  assert.equal((await check(script.script)).code, 1);
  assert.match(read(publish.inputs.testResultsFiles), /<testsuites .*failures="[1-9]/);
});

test("GitLab: each artifact is a file that the command wrote", async () => {
  const { gateways } = parse(recipe(".gitlab-ci.yml"));
  const { check, read, has } = repository();
  assert.equal((await check(gateways.script.join("\n"))).code, 1);
  assert.equal(gateways.artifacts.when, "always");
  assert.match(read(gateways.artifacts.reports.junit), /<failure /);
  assert.deepEqual(
    gateways.artifacts.paths.filter((path: string) => !has(path)),
    [],
  );
});

test("pre-commit: the hook installs this package, and fails on a violation", async () => {
  const [{ repo, hooks }] = parse(recipe(".pre-commit-config.yaml")).repos;
  const [hook] = hooks;
  assert.deepEqual([repo, hook.language, hook.pass_filenames], ["local", "node", false]);
  assert.match(hook.additional_dependencies[0], new RegExp(`^${packageName}@\\d+$`));
  assert.ok(new RegExp(hook.files).test("deploy/shop/gateway.yaml"));
  assert.ok(!new RegExp(hook.files).test("docs/deploy/gateway.yaml"));
  const { code, stdout } = await repository().check(hook.entry);
  assert.equal(code, 1);
  assert.match(stdout, /gateway-image-supported/);
});

test("the nightly audit: each stack is on the page", async () => {
  const steps = stepsOf(recipe(".github/workflows/audit.yml"), "audit");
  const { bash, check, has, read } = repository();
  const exported = await bash(step(steps, /^Export/).run ?? "");
  assert.deepEqual([exported.code, exported.stderr], [0, ""]);
  assert.ok(has("stacks/acme/quickstart/prod.json"));
  assert.equal((await check(step(steps, /^Check/).run ?? "")).code, 1);
  const kept = (step(steps, /upload-artifact/).with?.path ?? "").trim().split("\n");
  assert.deepEqual(kept, ["fleet.html", "fleet.json"]);
  for (const stack of ["quickstart/dev", "quickstart/prod"])
    assert.ok(read("fleet.html").includes(stack), stack);
  assert.equal(JSON.parse(read("fleet.json")).gateways.length, 4);
});

test("helm template and kubectl get are read from a pipe", async () => {
  const { bash, check, has, read } = repository();
  const template = "charts/gateway/templates/deployment.yaml";
  await bash(`mkdir -p charts/gateway/templates; echo "name: azure-api-management-gateway" >charts/gateway/Chart.yaml
    touch ${template}`);
  const helm = await check(recipe("helm"));
  assert.equal(helm.code, 1);
  assert.match(helm.stdout, /^Deployment apim\/gw-azure/m);
  const uris = [...read("gateways.sarif").matchAll(/"uri": "([^"]+)"/g)].map(([, uri]) => uri);
  assert.deepEqual([...new Set(uris)], [template]);
  const kubectl = await check(recipe("kubectl"));
  assert.equal(kubectl.code, 1);
  assert.match(kubectl.stdout, /^Deployment in-the-cluster/m);
  assert.ok(has("gateways.sarif") && has("cluster.html"));
});

test("every recipe is run here", () => {
  const known = [
    ".github/workflows/gateways.yml",
    "action",
    "helm",
    "azure-pipelines.yml",
    ".gitlab-ci.yml",
    ".pre-commit-config.yaml",
    ".github/workflows/audit.yml",
    "kubectl",
  ];
  assert.deepEqual([...recipes.keys()], known);
});
