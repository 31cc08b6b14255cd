import { policies } from "../../../policies";
import { columns, elsewhere } from "../../../testkit/matrix";
import type { Trial } from "../../../testkit/matrix/cell";
import { table } from "./table";

/** Generates docs/hosts.md, which lists the policies for each host, from the matrix. The tests check every cell. */
export function hostsPage(): string {
  const hosted = policies.filter(({ name }) => !(name in elsewhere));
  const others = policies.filter(({ name }) => name in elsewhere);
  const rows = hosted.map(({ name }) => [
    link(name),
    ...columns.map(({ shapes }) => mark(shapes[0]?.trials[name])),
  ]);
  const reasons = hosted.flatMap(({ name }) =>
    columns.flatMap(({ title, shapes }) => {
      const trial = shapes[0]?.trials[name];
      return trial && "because" in trial ? [`- ${link(name)}, ${title}: ${trial.because}.`] : [];
    }),
  );
  const types = columns.map(({ title, shapes }) => [
    title,
    shapes.map(({ type }) => `\`${type}\``).join("<br>"),
  ]);
  const parts = [
    "# Hosts",
    "<!-- Written by `npm run docs` from testkit/matrix/, and every cell is tested. -->",
    "A policy checks a gateway in the same way on every host. A check is skipped on hosts that have no equivalent setting.",
    "## Policies by host",
    "**yes**: checked. **always**: every gateway on this host is reported. **–**: not applicable, for the reasons below.",
    table(["policy", ...columns.map(({ title }) => title)], rows),
    ...(reasons.length > 0 ? ["## Not applicable", reasons.join("\n")] : []),
    ...(others.length > 0
      ? [
          "## Independent of the host",
          "These policies check other resources than the gateway.",
          table(
            ["policy", "what it checks"],
            others.map(({ name }) => [link(name), elsewhere[name]?.checks ?? ""]),
          ),
        ]
      : []),
    "## Resource types",
    "Each cell of the table above is tested with these types. Other versions of them, `*Patch` types, other kinds of workloads, and objects from YAML, Kustomize and charts that Pulumi renders are checked in the same way. [examples/hosts](../examples/hosts/index.ts) has an example of each host.",
    table(["host", "resource types"], types),
  ];
  return `${parts.join("\n\n")}\n`;
}

function link(name: string): string {
  return `[${name}](policies/${name}.md)`;
}

function mark(trial: Trial | undefined): string {
  if (!trial) return "";
  if ("because" in trial) return "–";
  return trial.always ? "always" : "yes";
}
