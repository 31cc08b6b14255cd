/** A run of text in one look. */
export interface Run {
  readonly text: string;
  readonly bold: boolean;
  /** One of the terminal's sixteen colours; undefined for its ordinary one. */
  readonly colour: number | undefined;
}

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
  let bold = false;
  let colour: number | undefined;
  // What stands between two sequences is text, and so is what they do not enclose.
  for (const [index, part] of line.split(sequence).entries()) {
    if (index % 2 === 0) {
      if (part !== "") runs.push({ text: part, bold, colour });
      continue;
    }
    const codes = part.split(";").map(Number);
    if (codes[0] === 0) {
      bold = false;
      colour = undefined;
    } else if (codes[0] === 1) bold = true;
    else if (codes[0] === 38 && codes[1] === 5) colour = codes[2];
    else if (codes[0] !== undefined && codes[0] >= 30 && codes[0] < 38) colour = codes[0] - 30;
  }
  return runs;
}

/** Breaks a line at spaces into lines of at most so many characters; what follows the first is indented as the first is. */
export function wrapRuns(runs: readonly Run[], width: number): Run[][] {
  const indent = /^ */.exec(runs.map(({ text }) => text).join(""))?.[0] ?? "";
  const lines: Run[][] = [[]];
  let column = 0;
  for (const run of runs) {
    for (const [word] of run.text.matchAll(/ +|[^ ]+/g)) {
      if (column + word.length > width && column > indent.length) {
        lines.push([{ text: indent, bold: false, colour: undefined }]);
        column = indent.length;
        if (word.trim() === "") continue;
      }
      lines.at(-1)?.push({ ...run, text: word });
      column += word.length;
    }
  }
  return lines;
}
