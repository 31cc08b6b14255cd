/** `npm run docs:pictures`: draws `docs/preview.svg` from a real preview of the example `quickstart`. */
import { join } from "node:path";
import { runScript } from "../../cli/process";
import { write } from "../paths";
import { previewPicture } from "./preview";

const root = join(__dirname, "..", "..", "..");

/** What the CLI prints, in colours, although nobody looks. */
export async function colouredPreview(): Promise<string> {
  const args = ["quickstart", "--color", "always"];
  const { stdout, stderr } = await runScript("tools/preview/main.ts", args, { cwd: root });
  if (!stdout.includes("Policies:")) throw new Error(`The preview failed: ${stderr}`);
  return stdout;
}

if (require.main === module)
  colouredPreview().then((stdout) => write("docs/preview.svg", previewPicture(stdout, root)));
