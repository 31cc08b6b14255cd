/** `types/policies.d.ts` is written by hand. It must declare the members of a policy. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import * as ts from "typescript";
import { policies } from "../../policies";

const file = join(__dirname, "..", "..", "types", "policies.d.ts");
const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);

/** The members of an interface: true if a policy must have it. */
function membersOf(name: string): Map<string, boolean> {
  const found = source.statements.find(
    (statement): statement is ts.InterfaceDeclaration =>
      ts.isInterfaceDeclaration(statement) && statement.name.text === name,
  );
  assert.ok(found, name);
  return new Map(
    found.members.map((member) => [member.name?.getText(source) ?? "", member.questionToken === undefined]),
  );
}

/** For tests and tools of this repository only. */
const internal = ["messages", "subject"];

test("each policy has the declared members, and declares all that it has", () => {
  for (const policy of policies) {
    const kind = "validateStack" in policy ? "StackPolicy" : "ResourcePolicy";
    const declared = new Map([...membersOf("Metadata"), ...membersOf(kind)]);
    const found = Object.entries(policy).flatMap(([key, value]) => (value === undefined ? [] : [key]));
    for (const [name, required] of declared)
      if (required) assert.ok(found.includes(name), `${policy.name} has no ${name}`);
    for (const name of found)
      if (!internal.includes(name)) assert.ok(declared.has(name), `${name} of ${policy.name} isn't declared`);
  }
});
