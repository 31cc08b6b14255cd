/** What the command's exit codes mean; `--help` shows the same. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  registry: 3,
  refused: 4,
} as const;

/** What went wrong, where, and what to do about it. The command shows the text and ends with the exit code. */
export class Problem extends Error {
  constructor(
    readonly reason: keyof typeof exitCodes,
    message: string,
  ) {
    super(message);
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
