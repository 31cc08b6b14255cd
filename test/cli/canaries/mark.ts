/** Part of every credential of the program. */
export const mark = "CANARY";
