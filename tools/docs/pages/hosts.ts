import { policies } from "../../../policies";
import { columns, elsewhere } from "../../../testkit/matrix";
import type { Trial } from "../../../testkit/matrix/cell";
import { table } from "./table";

/** docs/hosts.md: what every policy means on every host, from the matrix that the tests try cell by cell. */
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
      return trial && "because" in trial ? [`- ${link(name)}, ${title}: it ${trial.because}.`] : [];
    }),
  );
  const types = columns.map(({ title, shapes }) => [
    title,
    shapes.map(({ type }) => `\`${type}\``).join("<br>"),
  ]);
  const parts = [
    "# Hosts",
    "<!-- Written by `npm run docs` from testkit/matrix/, of which the tests try every cell. -->",
    "A gateway is the same thing wherever it runs, so every policy is written once. What a host cannot express, no policy judges there.",
    "## What is judged where",
    "**yes**: the policy finds what is wrong there. **always**: every gateway there is a finding. **–**: it means nothing there; the reasons are below.",
    table(["policy", ...columns.map(({ title }) => title)], rows),
    ...(reasons.length > 0 ? ["## Where a policy means nothing", reasons.join("\n")] : []),
    ...(others.length > 0
      ? [
          "## Wherever the gateway runs",
          "These policies judge something else than the gateway itself.",
          table(
            ["policy", "judges"],
            others.map(({ name }) => [link(name), elsewhere[name]?.judges ?? ""]),
          ),
        ]
      : []),
    "## How each host is written",
    "These types are tried for every cell; other versions of them, `*Patch` types, further kinds of workloads, and objects from YAML, Kustomize and charts that Pulumi renders are read the same way. [examples/hosts](../examples/hosts/index.ts) has a program for each.",
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
