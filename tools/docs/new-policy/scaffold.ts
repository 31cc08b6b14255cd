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
  displayName: "Gateway is as it should be",
  description: "A self-hosted gateway is as it should be, in one sentence.",
  level: "advisory",
  severity: "medium",
  row: row("hosting"),
  remediationSteps: "What to do about a finding, in one sentence.",
  judges: gateways,
  options: {},
  messages: {
    wrong: "The {host} is not as it should be. Write what to do instead.",
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
import { says } from "../../testkit/messages";
import { unknown } from "../../testkit/pack";
import { containerApp } from "../../testkit/samples/container-app";
import { assertOne, assertPassed } from "../../testkit/samples/findings";
import { deployment } from "../../testkit/samples/kubernetes";
import { usePack } from "../../testkit/use-pack";

const policy = "${name}";
const pack = usePack();

describe("every host", () => {
  for (const host of [deployment, containerApp]) {
    test(\`\${host.name}: what is wrong is found, the nearest good case passes\`, async () => {
      assertOne(await pack.preview([host({ env: [] })]), policy, "advisory", says("wrong"));
      assertPassed(await pack.preview([host()]), policy);
    });
  }
});

test("a value that is unknown, or encrypted in an export, decides nothing", async () => {
  for (const value of [unknown, "[secret]"]) {
    const result = await pack.preview([deployment({ image: value })]);
    assertOne(result, policy, "advisory", says(["preview", "encrypted"]));
  }
});
`;
}

function page(): string {
  return `## Why

What happens otherwise, and where Microsoft says so.

## What is checked

Which properties, and what is a finding at the policy's level and what is advice.

## How to fix

What to write instead.

## Bad

## Good

## Options

## Exceptions

- What is not judged, and what is open.

## Links

- [Support policies for self-hosted gateway](https://learn.microsoft.com/azure/api-management/self-hosted-gateway-support-policies)
`;
}
