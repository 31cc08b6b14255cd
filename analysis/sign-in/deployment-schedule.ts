import { any, type Match, no, yesUnlessUnknown } from "../../pulumi/match";
import { perStack } from "../../pulumi/per-stack";
import type { Resource } from "../../pulumi/resource";
import type { Stack } from "../../pulumi/resource-set";
import { isDeploymentSchedule } from "../../pulumi/resource-type";
import type { Value } from "../../pulumi/value";

/**
 * Whether Pulumi Cloud updates the resource's stack periodically: a DeploymentSchedule of this stack, with a cron
 * expression. One with a timestamp runs once. Source: Pulumi Cloud provider, DeploymentSchedule.
 */
export function isUpdatedOnSchedule({ urn }: Resource, around: Stack): Match {
  const [stack = "", project = ""] = urn.replace("urn:pulumi:", "").split("::");
  return any(schedulesOf(around).map((schedule) => updates(schedule, project, stack)));
}

const schedulesOf = perStack((stack) => [...stack].filter(({ type }) => isDeploymentSchedule(type)));

function updates({ props }: Resource, project: string, stack: string): Match {
  const required: readonly (readonly [Value, string])[] = [
    [props.get("pulumiOperation"), "update"],
    [props.get("project"), project],
    [props.get("stack"), stack],
  ];
  const cron = props.get("scheduleCron");
  if (cron.absent || required.some(([value, wanted]) => !value.unknown && value.string !== wanted)) return no;
  const open = required.find(([value]) => value.unknown)?.[0];
  return yesUnlessUnknown(open ?? cron);
}
