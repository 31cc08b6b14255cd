/**
 * `npm run preview [-- <example or folder of a Pulumi project> [options of pulumi preview]]`: runs `pulumi preview`
 * with this policy pack, without a login, a cluster or a subscription. It exits with the CLI's exit code. Its last line
 * explains the code.
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { main } from "../cli/interrupt";
import { openSandbox } from "../cli/sandbox";
import { explain } from "./explain";
import { absolutePaths } from "./options";

const root = join(__dirname, "..", "..");
const examples = join(root, "examples");
/** npm runs scripts in the package's folder. INIT_CWD is the folder in which the user called npm. */
const userFolder = process.env.INIT_CWD ?? process.cwd();

/** The key `preview` in an example's package.json. */
interface Expectation {
  /** Path of the policy pack's configuration, relative to the example. */
  policyPackConfig?: string;
  /** True if mandatory violations must block the preview of the example. */
  blocked?: boolean;
}

main(async (signal) => {
  const [first = "quickstart", ...rest] = process.argv.slice(2);
  const [name, passedOn] = first.startsWith("-") ? ["quickstart", [first, ...rest]] : [first, rest];
  const project = findProject(name);
  const options = absolutePaths(passedOn, ["--policy-pack", "--policy-pack-config"], userFolder);
  const expectation = expectationOf(project);

  const given = (option: string) => options.some((each) => each === option || each.startsWith(`${option}=`));
  // The expectation holds only for this pack and the example's own configuration.
  const intended = given("--policy-pack") || given("--policy-pack-config") ? undefined : expectation.blocked;
  if (!given("--policy-pack")) {
    if (!existsSync(join(root, "dist", "index.js")))
      throw new Error("The policy pack isn't built. Run `npm ci` or `npm run build` first.");
    options.push("--policy-pack", root);
    if (expectation.policyPackConfig && !given("--policy-pack-config"))
      options.push("--policy-pack-config", join(project, expectation.policyPackConfig));
  }

  const sandbox = await openSandbox(signal);
  try {
    const stack = await sandbox.newStack(project);
    const events = join(sandbox.folder, "events.json");
    const color = process.stdout.isTTY && !process.env.NO_COLOR ? "always" : "never";
    const { code } = await sandbox.run(
      [
        ...["preview", "--non-interactive", "--suppress-progress", "--color", color],
        ...["--event-log", events, ...stack, ...options],
      ],
      { cwd: project, inherit: true, signal, env: { PULUMI_DEBUG_COMMANDS: "true" } },
    );
    const last = options.includes("--json") ? process.stderr : process.stdout;
    last.write(`${explain(events, code, intended)}\n`);
    return code;
  } finally {
    sandbox.dispose();
  }
});

function findProject(name: string): string {
  const places = [join(examples, name), resolve(userFolder, name)];
  const project = places.find((folder) => existsSync(join(folder, "Pulumi.yaml")));
  if (project) return project;
  const known = readdirSync(examples).filter((each) => existsSync(join(examples, each, "Pulumi.yaml")));
  throw new Error(
    `"${name}" is neither an example nor the folder of a Pulumi project. Examples: ${known.join(", ")}.`,
  );
}

function expectationOf(project: string): Expectation {
  const manifest = join(project, "package.json");
  return existsSync(manifest) ? (JSON.parse(readFileSync(manifest, "utf8")).preview ?? {}) : {};
}
