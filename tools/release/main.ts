/** `npm run release [-- options]`: checks the requirements of a release and creates its tag. See `--help`. */
import { join } from "node:path";
import { today } from "../../pulumi/clock";
import { checks } from "./checks";
import { command } from "./command";

const root = join(__dirname, "..", "..");
const release = { root, output: join(root, "release"), today: today() };
command(process.argv.slice(2), { checks, release, out: console.log }).then((code) => {
  process.exitCode = code;
});
