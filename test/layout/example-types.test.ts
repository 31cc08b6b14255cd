/** The programs on the policies' pages compile with the SDKs. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import * as ts from "typescript";
import { examplesIn } from "../../tools/docs/examples/examples";
import { scaffold } from "../../tools/docs/new-policy/scaffold";
import { policies } from "../../tools/docs/pages/policies";
import { pageOf, read } from "../../tools/docs/paths";

const root = join(__dirname, "..", "..");

/** The programs by the path of a virtual file. */
function programs(): Map<string, string> {
  const found = policies.flatMap(({ name }) =>
    examplesIn(read(pageOf(name)))
      .filter(({ language }) => language === "ts")
      .map(({ code }, index): [string, string] => [join(root, "docs", `${name}-${index + 1}.ts`), code]),
  );
  return new Map(found);
}

function problems(files: Map<string, string>): string[] {
  const options: ts.CompilerOptions = {
    ...{ module: ts.ModuleKind.Node20, target: ts.ScriptTarget.ES2022 },
    ...{
      strict: true,
      noUncheckedIndexedAccess: true,
      resolveJsonModule: true,
      skipLibCheck: true,
      noEmit: true,
      types: ["node"],
    },
  };
  const host = ts.createCompilerHost(options);
  const { fileExists, readFile } = host;
  host.fileExists = (path) => files.has(path) || fileExists(path);
  host.readFile = (path) => files.get(path) ?? readFile(path);
  const program = ts.createProgram([...files.keys()], options, host);
  // Only these files: `npm run check` compiles the repository's own, which some of them import.
  const diagnostics = [...files.keys()].flatMap((path) =>
    ts.getPreEmitDiagnostics(program, program.getSourceFile(path)),
  );
  const found = diagnostics.map(({ file, start = 0, messageText }) => {
    const line = file ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `${file?.fileName}:${line} ${ts.flattenDiagnosticMessageText(messageText, "\n")}`;
  });
  return found.sort((a, b) => Number(b.includes("/wrong.ts:")) - Number(a.includes("/wrong.ts:")));
}

test("every program on a page compiles against the genuine SDKs, and one that did not would be found", () => {
  const files = programs();
  assert.ok(files.size > 0);
  // All programs are compiled together, with the files of `npm run new:policy` and one invalid program.
  for (const kind of ["resource", "stack"] as const)
    for (const [path, content] of scaffold(`gateway-example-${kind}`, kind))
      if (path.endsWith(".ts")) files.set(join(root, path), content);
  const wrong =
    'import * as k8s from "@pulumi/kubernetes";\nnew k8s.core.v1.Secret("token", { stringdata: {} });\n';
  files.set(join(root, "docs", "wrong.ts"), wrong);
  const [problem, ...more] = problems(files);
  assert.match(problem ?? "", /wrong\.ts:2 .*stringdata/);
  assert.deepEqual(more, []);
});
