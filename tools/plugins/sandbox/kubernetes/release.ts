import { existsSync } from "node:fs";
import type { Checked, Resource } from "../provider";
import { type Properties, text, unknown } from "../wire";

export const releaseType = "kubernetes:helm.sh/v3:Release";

/** The defaults that the real provider's Check adds. */
const defaults = {
  allowNullValues: false,
  atomic: false,
  cleanupOnFail: false,
  createNamespace: false,
  dependencyUpdate: false,
  description: "",
  devel: false,
  disableCRDHooks: false,
  disableOpenapiValidation: false,
  disableWebhooks: false,
  forceUpdate: false,
  keyring: "",
  lint: false,
  namespace: "",
  postrender: "",
  recreatePods: false,
  renderSubchartNotes: false,
  replace: false,
  resetValues: false,
  reuseValues: false,
  skipAwait: false,
  skipCrds: false,
  timeout: 300,
  values: {},
  verify: false,
  version: "",
  waitForJobs: false,
};

/**
 * Checks the inputs of a Helm release. A local chart must exist. A chart of a repository is accepted without a lookup.
 * The real provider looks it up and replaces a version range with the newest matching version.
 */
export function checkRelease(
  { name }: Resource,
  { compat: _, ...news }: Properties,
  olds: Properties,
  suffix: string,
): Checked {
  const autoname = text(olds, "name") ?? `${name}-${suffix.slice(0, 8)}`;
  const inputs = { ...defaults, ...news, name: news.name ?? autoname };
  const chart = text(news, "chart");
  if (chart !== undefined && /^\.{0,2}\//.test(chart) && !existsSync(chart))
    return { inputs, failures: [{ property: "chart", reason: `there is no chart at ${chart}` }] };
  return { inputs };
}

/** Returns the outputs of a Helm release. The created resources and the status are unknown until the release exists. */
export function releaseOutputs(inputs: Properties, made: boolean): Properties {
  if (!made) return { ...inputs, resourceNames: unknown, status: unknown };
  const { name, namespace, chart, version } = inputs;
  return {
    ...inputs,
    resourceNames: {},
    status: { name, namespace, chart, version, revision: 1, status: "deployed" },
  };
}
