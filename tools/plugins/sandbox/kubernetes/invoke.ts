import type { Properties } from "../wire";
import { renderChart } from "./helm";
import { readManifests } from "./manifests";

/** The part that the sandbox uses of the JSON that the SDK's `helm.v3.Chart` sends. */
interface ChartOptions {
  release_name: string;
  chart?: string;
  path?: string;
  repo?: string;
  version?: string;
  namespace?: string;
  values?: Properties;
  fetch_opts?: { repo?: string; version?: string };
  api_versions?: string[];
  kube_version?: string;
  include_test_hook_resources?: boolean;
  skip_crd_rendering?: boolean;
}

/** The functions that the SDK's client-side components call. */
export async function invoke(token: string, args: Properties): Promise<Properties> {
  switch (token) {
    case "kubernetes:yaml:decode":
      return { result: readManifests(String(args.text), args.defaultNamespace as string | undefined) };
    case "kubernetes:helm:template":
      return { result: await template(JSON.parse(String(args.jsonOpts))) };
    default:
      throw new Error(`the sandbox doesn't support the function ${token}`);
  }
}

function template(chart: ChartOptions) {
  const { fetch_opts: fetch = {} } = chart;
  const version = fetch.version ?? chart.version;
  const named = [chart.repo, chart.chart].filter(Boolean).join("/");
  return renderChart({
    release: chart.release_name,
    chart: chart.path ?? named,
    namespace: chart.namespace ?? "default",
    values: chart.values ?? {},
    options: [
      ...(fetch.repo ? ["--repo", fetch.repo] : []),
      ...(version ? ["--version", version] : []),
      ...(chart.api_versions ?? []).flatMap((each) => ["--api-versions", each]),
      ...(chart.kube_version ? ["--kube-version", chart.kube_version] : []),
      ...(chart.include_test_hook_resources ? [] : ["--skip-tests"]),
      ...(chart.skip_crd_rendering ? [] : ["--include-crds"]),
    ],
  });
}
