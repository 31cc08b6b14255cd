/** `npm run docs:pictures`: draws `docs/preview.svg` from a real preview, and `docs/fleet.png` from the fleet page. */
import { join } from "node:path";
import { type RunResult, runScript } from "../../cli/process";
import { write } from "../paths";
import { drawFleet } from "./fleet";
import { previewPicture } from "./preview";

const root = join(__dirname, "..", "..", "..");

/** Runs the preview of the picture, with colors although stdout isn't a terminal. */
export async function coloredPreview(): Promise<RunResult> {
  const args = ["quickstart", "--color", "always"];
  const result = await runScript("tools/preview/main.ts", args, { cwd: root });
  if (!result.stdout.includes("Policies:")) throw new Error(`The preview failed: ${result.stderr}`);
  return result;
}

async function draw(): Promise<void> {
  write("docs/preview.svg", previewPicture((await coloredPreview()).stdout, root));
  write("docs/fleet.png", await drawFleet());
}

if (require.main === module) draw();
