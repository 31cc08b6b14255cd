/** Returns the files of a new policy by path. They compile; the test fails until the check is written. */
export function scaffold(name: string, kind: "resource" | "stack"): Map<string, string> {
  return new Map([
    [`policies/${name}.ts`, policyFile(name, kind)],
    [`test/policies/${name}.test.ts`, testFile(name)],
    [`docs/policies/${name}.md`, page()],
  ]);
}

/** Returns `policies/index.ts` with one more policy at the end of the list. */
export function withPolicy(index: string, name: string): string {
  const line = `import { ${variableOf(name)} } from "./${name}";`;
  const imports = index.split("\n").filter((each) => /^import \{ .* \} from "\.\//.test(each));
  const sorted = [...imports, line].sort((a, b) => (fileIn(a) < fileIn(b) ? -1 : 1));
  return index
    .replace(imports.join("\n"), sorted.join("\n"))
    .replace(/\n\];\n$/, `\n  ${variableOf(name)},\n];\n`);
}

function fileIn(importLine: string): string {
  return /"(.*)"/.exec(importLine)?.[1] ?? "";
}

function variableOf(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function policyFile(name: string, kind: "resource" | "stack"): string {
  const make = kind === "resource" ? "resourcePolicy" : "stackPolicy";
  return `import { gateways } from "../gateway";
import { ${make} } from "../pulumi/policy";
import { row } from "../support/responsibilities";

export const ${variableOf(name)} = ${make}({
  name: "${name}",
  displayName: "TODO: a state of at most eight words",
  description: "TODO: one sentence that begins with Requires or Disallows.",
  level: "advisory",
  severity: "medium",
  row: row("hosting"),
  remediationSteps: "TODO: one or more instructions in the imperative.",
  judges: gateways,
  options: {},
  messages: {
    wrong: "TODO: the problem of the {host}, why it matters, and one instruction.",
  },

  check({ host, image }, { defect, unknown }) {
    if (image.kind === "unknown") return unknown(image.value);
    if (image.kind === "unreadable") defect("wrong", { host });
  },
});
`;
}

function testFile(name: string): string {
  return `import { describe, test } from "node:test";
import { reports } from "../../testkit/messages";
import { unknown } from "../../testkit/pack";
import { containerApp } from "../../testkit/samples/container-app";
import { assertOne, assertPassed } from "../../testkit/samples/findings";
import { deployment } from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const policy = "${name}";
const pack = usePack();

describe("every host", () => {
  for (const host of [deployment, containerApp]) {
    test(\`\${host.name}: a violation is reported, the nearest valid case passes\`, async () => {
      assertOne(await pack.preview([host({ env: [] })]), policy, "advisory", reports("wrong"));
      assertPassed(await pack.preview([host()]), policy);
    });
  }
});

test("an unknown value, or one that is encrypted in an export, is advisory", async () => {
  for (const value of [unknown, "[secret]"]) {
    const result = await pack.preview([deployment({ image: value })]);
    assertOne(result, policy, "advisory", reports(["preview", "encrypted"]));
  }
});
`;
}

function page(): string {
  return `## Why

TODO: what fails without the policy, with a link to Microsoft's documentation.

## What is checked

TODO: which properties, and which values are a violation, an advisory or a note.

## How to fix

TODO: the values to set.

## Bad

## Good

## Options

## Exceptions

- TODO: what is not checked.

## Links

- [Support policies for self-hosted gateway](https://learn.microsoft.com/azure/api-management/self-hosted-gateway-support-policies)
`;
}
