/**
 * `preview.ts <project> <pack>`: runs a preview with the real CLI. Program and pack run with the Node.js of this
 * process.
 */
import { openSandbox } from "../cli/sandbox";

async function main([project = "", pack = ""]: string[]): Promise<void> {
  const sandbox = await openSandbox();
  try {
    const stack = await sandbox.newStack(project);
    const args = ["preview", ...stack, "--non-interactive", "--policy-pack", pack];
    const { code, stdout, stderr } = await sandbox.run(args, { cwd: project });
    process.stdout.write(stdout + stderr);
    process.exitCode = code;
  } finally {
    sandbox.dispose();
  }
}

main(process.argv.slice(2));
