/** `npm run new:policy -- <name> [--stack]`: creates the files of a policy, its test and its page. */
import { parseArgs } from "node:util";
import { read, write } from "../paths";
import { scaffold, withPolicy } from "./scaffold";

const { values, positionals } = parseArgs({
  options: { stack: { type: "boolean", default: false } },
  allowPositionals: true,
});
const [name = ""] = positionals;
const index = "policies/index.ts";

if (!/^[a-z]+(?:-[a-z0-9]+)+$/.test(name)) {
  console.error(
    "Usage: npm run new:policy -- <name> [--stack]\nThe name consists of words joined with hyphens, such as gateway-something.",
  );
  process.exitCode = 2;
} else if (read(`policies/${name}.ts`) !== "") {
  console.error(`The policy ${name} already exists.`);
  process.exitCode = 1;
} else {
  const files = scaffold(name, values.stack ? "stack" : "resource");
  files.set(index, withPolicy(read(index), name));
  for (const [path, content] of files) {
    write(path, content);
    console.log(`wrote ${path}`);
  }
  console.log("CONTRIBUTING.md describes the next steps. `npm run docs` lists what the page lacks.");
}
