import type { Gateway } from "../../gateway/model/gateway";
import type { Pods } from "../../gateway/model/workload";
import type { Value } from "../../pulumi/value";
import { production } from "../../support/production";

/**
 * The target of a port on which the gateway doesn't listen: a number, or undefined if no container port has the name.
 */
interface Lost {
  readonly port: number | undefined;
}

/** A port of a Service or a probe, by number or by a container port's name, on which the gateway doesn't listen. */
export function lostPort(target: Value, { pods }: Gateway): Lost | undefined {
  if (target.unknown || pods?.ports.unknown) return undefined;
  const number = portNumber(target);
  if (number !== undefined) return lostNumber(number, pods);
  return pods && target.string !== undefined ? lostName(target.string, pods) : undefined;
}

/** Another container of the pod may listen on a port that the gateway's container doesn't declare. */
function lostNumber(number: number, pods: Pods | undefined): Lost | undefined {
  const isDeclared = pods?.ports.items.some((port) => port.get("containerPort").number === number);
  return (pods?.shared && !isDeclared) || production.ports.includes(number) ? undefined : { port: number };
}

function lostName(name: string, { ports, shared }: Pods): Lost | undefined {
  const named = ports.items.find((port) => port.get("name").unknown || port.get("name").string === name);
  if (!named) return shared ? undefined : { port: undefined };
  const port = named.get("name").unknown ? undefined : named.get("containerPort").number;
  return port === undefined || production.ports.includes(port) ? undefined : { port };
}

function portNumber({ number, string }: Value): number | undefined {
  return number ?? (string !== undefined && /^\d+$/.test(string) ? Number(string) : undefined);
}
