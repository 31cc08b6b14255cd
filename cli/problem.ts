/** Why the command can't check: an invalid option, a file that can't be read. Ends with exit code 2 and no report. */
export class Problem extends Error {}
