/** The command's exit codes. `--help` describes them. */
export const exitCodes = {
  ok: 0,
  failed: 1,
  usage: 2,
  registry: 3,
  refused: 4,
} as const;

/**
 * An error whose message names the problem, its place and the fix. The command prints it and exits with the reason's
 * code.
 */
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
