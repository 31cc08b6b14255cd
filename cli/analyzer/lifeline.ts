/**
 * Loaded before the SDK into the process that runs the policies, which then ends with the command, even if that was
 * killed.
 */
process.stdin.on("end", () => process.exit()).resume();
process.stdin.unref();
