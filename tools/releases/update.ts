/** `npm run releases:update [-- options]`: brings `support/releases.json` up to date with the image's registry. */
import { command } from "./command";

command(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
});
