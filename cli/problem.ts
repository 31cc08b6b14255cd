/**
 * A reason why the command can't check, such as an invalid option or an unreadable file. The command ends with exit
 * code 2 and without a report.
 */
export class Problem extends Error {}
