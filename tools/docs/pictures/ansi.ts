/** The style of text in a terminal. */
interface Look {
  readonly bold: boolean;
  /** One of the terminal's sixteen colors. Undefined for the default color. */
  readonly color: number | undefined;
}

/** A run of text with one style. */
export interface Run extends Look {
  readonly text: string;
}

const plain: Look = { bold: false, color: undefined };

const escapeCode = String.fromCharCode(27);
/** The escape sequence that sets the style of the following text: `ESC[1m`, `ESC[38;5;13m`. */
const sequence = new RegExp(`${escapeCode}\\[([\\d;]*)m`);

/** Returns text in a color, with the escape sequences of a terminal. */
export function inColor(text: string, color: number): string {
  return `${escapeCode}[38;5;${color}m${text}${escapeCode}[0m`;
}

/** Parses a line of terminal output into runs of text with their color and weight. */
export function parseAnsi(line: string): Run[] {
  const runs: Run[] = [];
  let look = plain;
  // `split` returns text at even indexes and the captured codes at odd indexes.
  for (const [index, part] of line.split(sequence).entries()) {
    if (index % 2 === 1) look = lookAfter(look, part.split(";").map(Number));
    else if (part !== "") runs.push({ text: part, ...look });
  }
  return runs;
}

/** Returns the style of the text that follows a sequence with these codes. */
function lookAfter(look: Look, [code = Number.NaN, kind, color]: readonly number[]): Look {
  if (code === 0) return plain;
  if (code === 1) return { ...look, bold: true };
  if (code === 38 && kind === 5) return { ...look, color };
  return code >= 30 && code < 38 ? { ...look, color: code - 30 } : look;
}

/**
 * Wraps a line at spaces into lines of at most `width` characters. All lines have the indentation of the first line.
 */
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
