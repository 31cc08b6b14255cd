/** `npm run releases:update [-- options]`: updates `support/releases.json` from the image's registry. See `--help`. */
import { command } from "./command";

command(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
