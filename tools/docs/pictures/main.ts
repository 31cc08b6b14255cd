/** `npm run docs:pictures`: draws `docs/preview.svg` from a real preview, and `docs/fleet.png` from the fleet page. */
import { join } from "node:path";
import { runScript } from "../../cli/process";
import { write } from "../paths";
import { drawFleet } from "./fleet";
import { previewPicture } from "./preview";

const root = join(__dirname, "..", "..", "..");

/** Returns what the CLI prints, with colors although stdout isn't a terminal. */
export async function coloredPreview(): Promise<string> {
  const args = ["quickstart", "--color", "always"];
  const { stdout, stderr } = await runScript("tools/preview/main.ts", args, { cwd: root });
  if (!stdout.includes("Policies:")) throw new Error(`The preview failed: ${stderr}`);
  return stdout;
}

async function draw(): Promise<void> {
  write("docs/preview.svg", previewPicture(await coloredPreview(), root));
  write("docs/fleet.png", await drawFleet());
}

if (require.main === module) draw();
