/** How text looks in a terminal. */
interface Look {
  readonly bold: boolean;
  /** One of the terminal's sixteen colours; undefined for its ordinary one. */
  readonly colour: number | undefined;
}

/** A run of text in one look. */
export interface Run extends Look {
  readonly text: string;
}

const plain: Look = { bold: false, colour: undefined };

const escapeCode = String.fromCharCode(27);
/** What sets the look of the text that follows: `ESC[1m`, `ESC[38;5;13m`. */
const sequence = new RegExp(`${escapeCode}\\[([\\d;]*)m`);

/** Text in a colour, as a program writes it. */
export function inColour(text: string, colour: number): string {
  return `${escapeCode}[38;5;${colour}m${text}${escapeCode}[0m`;
}

/** Reads a line that a program wrote for a terminal: its text, and the colours and the weight of its parts. */
export function parseAnsi(line: string): Run[] {
  const runs: Run[] = [];
  let look = plain;
  // What stands between two sequences is text, and so is what they do not enclose.
  for (const [index, part] of line.split(sequence).entries()) {
    if (index % 2 === 1) look = lookAfter(look, part.split(";").map(Number));
    else if (part !== "") runs.push({ text: part, ...look });
  }
  return runs;
}

/** The look of the text that follows a sequence with these codes. */
function lookAfter(look: Look, [code = Number.NaN, kind, colour]: readonly number[]): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 38 && kind === 5) return { ...look, colour };
  return code >= 30 && code < 38 ? { ...look, colour: code - 30 } : look;
}

/** Breaks a line at spaces into lines of at most so many characters; what follows the first is indented as the first is. */
export function wrapRuns(runs: readonly Run[], width: number): Run[][] {
  const indent = /^ */.exec(runs.map(({ text }) => text).join(""))?.[0] ?? "";
  const lines: Run[][] = [[]];
  let column = 0;
  for (const run of runs) {
    for (const [word] of run.text.matchAll(/ +|[^ ]+/g)) {
      if (column + word.length > width && column > indent.length) {
        lines.push([{ text: indent, ...plain }]);
        column = indent.length;
        if (word.trim() === "") continue;
      }
      lines.at(-1)?.push({ ...run, text: word });
      column += word.length;
    }
  }
  return lines;
}
