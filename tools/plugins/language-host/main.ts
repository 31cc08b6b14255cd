/**
 * A language host for Node.js. The CLI calls it to run programs and policy packs, and to install their dependencies.
 * The real language host is only part of the full download of Pulumi. This one replaces it if the CLI was built from
 * its Go module.
 */
import { type ILanguageRuntimeServer, LanguageRuntimeService } from "@pulumi/pulumi/proto/language_grpc_pb";
import {
  AboutResponse,
  GetProgramDependenciesResponse,
  GetRequiredPackagesResponse,
  GetRequiredPluginsResponse,
  InstallDependenciesResponse,
  LanguageHandshakeResponse,
  RunPluginResponse,
  RuntimeOptionsResponse,
} from "@pulumi/pulumi/proto/language_pb";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { serve, unary } from "../serve";
import { npmInstall } from "./install";
import { runPlugin } from "./plugin";
import { runProgram } from "./program";
import { stream } from "./stream";

// The arguments are options, then the address of the engine.
const engine = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith("-"))
  .at(-1) as string;

const host: Partial<ILanguageRuntimeServer> = {
  handshake: unary(() => new LanguageHandshakeResponse()),
  getPluginInfo: unary(() => new PluginInfo().setVersion("0.0.0")),
  // The SDKs request the plugins of a program while it runs, so the list before the run is empty.
  getRequiredPlugins: unary(() => new GetRequiredPluginsResponse()),
  getRequiredPackages: unary(() => new GetRequiredPackagesResponse()),
  getProgramDependencies: unary(() => new GetProgramDependenciesResponse()),
  about: unary(() => new AboutResponse().setExecutable(process.execPath).setVersion(process.version)),
  runtimeOptionsPrompts: unary(() => new RuntimeOptionsResponse()),
  cancel: unary(() => new Empty()),

  run: unary((request) => runProgram(request, engine)),
  runPlugin: (call) =>
    stream(call, () => runPlugin(call.request), {
      stdout: (bytes) => new RunPluginResponse().setStdout(bytes),
      stderr: (bytes) => new RunPluginResponse().setStderr(bytes),
      exit: (code) => new RunPluginResponse().setExitcode(code),
    }),
  installDependencies: (call) =>
    stream(call, () => npmInstall(call.request), {
      stdout: (bytes) => new InstallDependenciesResponse().setStdout(bytes),
      stderr: (bytes) => new InstallDependenciesResponse().setStderr(bytes),
      exit: (code) => (code === 0 ? undefined : new Error(`npm install failed with exit code ${code}`)),
    }),
};

serve(LanguageRuntimeService, host as ILanguageRuntimeServer);
