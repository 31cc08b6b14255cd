/** `preview.ts <project> <pack>`: a preview by the real CLI, with this process's Node.js for the program and for the pack. */
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
