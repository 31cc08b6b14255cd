import type { Value } from "../../pulumi/value";
import type { PodIdentity } from "../model/gateway";
import { type Installation, objectNamed } from "./installation";
import { isLeftOn } from "./values";

/**
 * What the chart adds for workload identity: a label on the pods and, unless it is configured not to, an annotated
 * service account. Source: templates/serviceaccount.yaml and values.yaml of the chart, 1.15.
 */
export function chartPod(installation: Installation): PodIdentity | undefined {
  const { values } = installation;
  const create = values.get("serviceAccount", "create");
  const makesAccount = isLeftOn(create).kind !== "no";
  const account = accountOf(installation, create);
  // If the release's name is generated, so is the account's.
  if (makesAccount && account.absent) return undefined;
  const labels = create.with({ "azure.workload.identity/use": "true" });
  return { labels, account, makesAccount };
}

function accountOf(installation: Installation, create: Value): Value {
  const { values } = installation;
  const names = [values.get("serviceAccount", "name"), values.get("serviceAccountName")];
  const named = names.find((name) => name.unknown || name.text);
  if (named) return named;
  if (create.unknown) return create;
  return isLeftOn(create).kind === "no" ? create.with(undefined) : objectNamed(installation, 63);
}
