import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onPath } from "../../../cli/find";
import { goTool } from "../../../cli/go-tool";
import { run } from "../../../cli/process";
import type { Properties } from "../wire";
import { type Manifest, readManifests } from "./manifests";

/** A chart and the options for rendering it. */
export interface Rendering {
  release: string;
  chart: string;
  namespace: string;
  values: Properties;
  /** Paths of YAML files with values, which `values` overrides. */
  valueFiles?: string[];
  /** Additional options of `helm template`. */
  options?: string[];
}

/** Renders a chart with the real Helm, which is built on first use if none is installed. */
export async function renderChart({
  release,
  chart,
  namespace,
  values,
  valueFiles = [],
  options = [],
}: Rendering): Promise<Manifest[]> {
  const folder = await mkdtemp(join(tmpdir(), "apim-policy-helm-"));
  try {
    const file = join(folder, "values.json");
    await writeFile(file, JSON.stringify(values));
    const files = [...valueFiles, file].flatMap((path) => ["--values", path]);
    const args = ["template", release, chart, "--namespace", namespace, ...files, ...options];
    const { code, stdout, stderr } = await run(await findHelm(), args, { cwd: process.cwd() });
    if (code !== 0) throw new Error(`helm could not render ${chart}: ${stderr.trim()}`);
    return readManifests(stdout, namespace);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Returns the path of the installed Helm 3, otherwise of one that is built on first use. */
export async function findHelm(): Promise<string> {
  const installed = onPath("helm");
  if (installed) {
    const { stdout } = await run(installed, ["version", "--short"], { cwd: process.cwd() });
    if (stdout.startsWith("v3.")) return installed;
  }
  return goTool({
    name: "helm",
    version: "v3.19.5",
    module: join(__dirname, "..", "..", "..", "go", "helm"),
    package: "helm.sh/helm/v3/cmd/helm",
    versionVariable: "helm.sh/helm/v3/internal/version.version",
    buildTime: "one to three minutes",
    otherwise: "install Helm 3 (https://helm.sh/docs/intro/install)",
  });
}
