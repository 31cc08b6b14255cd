import { spawn } from "node:child_process";
import { once } from "node:events";
import { type ProgramInfo, type RunRequest, RunResponse } from "@pulumi/pulumi/proto/language_pb";
import { sdkModule } from "./resolve";

/** The SDK's exit code for an error that it has already shown to the user. */
const alreadyReported = 32;

/** Runs a Pulumi program and waits for its end. */
export async function runProgram(request: RunRequest, engine: string): Promise<RunResponse> {
  const info = request.getInfo();
  const folder = info?.getProgramDirectory() || request.getPwd();
  const options = programOptions(info);
  const args = [
    ...String(options.nodeargs ?? "")
      .split(" ")
      .filter(Boolean),
    sdkModule(folder, "run"),
    ...["--monitor", request.getMonitorAddress()],
    ...["--engine", engine],
    ...["--organization", request.getOrganization()],
    ...["--project", request.getProject()],
    ...["--stack", request.getStack()],
    ...["--root-directory", info?.getRootDirectory() || folder],
    ...["--pwd", request.getPwd()],
    ...["--parallel", String(request.getParallel())],
    ...(request.getDryrun() ? ["--dry-run"] : []),
    info?.getEntryPoint() || ".",
    ...request.getArgsList(),
  ];
  const child = spawn(process.execPath, args, {
    cwd: request.getPwd(),
    stdio: ["ignore", "inherit", "inherit"],
    env: {
      ...process.env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
      PULUMI_NODEJS_TYPESCRIPT: String(options.typescript !== false),
      ...(options.tsconfig ? { PULUMI_NODEJS_TSCONFIG_PATH: String(options.tsconfig) } : {}),
    },
  });
  const [code] = await once(child, "exit");
  const response = new RunResponse();
  if (code === alreadyReported) response.setBail(true);
  else if (code !== 0) response.setError(`Program exited with non-zero exit code: ${code}`);
  return response;
}

/** The options of `runtime:` in Pulumi.yaml. */
function programOptions(info: ProgramInfo | undefined): Record<string, unknown> {
  return info?.getOptions()?.toJavaScript() ?? {};
}
