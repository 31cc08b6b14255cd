import { parseAnsi, type Run, wrapRuns } from "./ansi";
import { escapeXml } from "./xml";

const columns = 112;
const character = 7.83;
const lineHeight = 19;
const margin = 20;
const bar = 38;

/** The colors of the terminal on a dark background, by number: red, green, yellow and so on, then the bright colors. */
const palette: Record<number, string> = {
  ...{ 1: "#ff7b72", 2: "#3fb950", 3: "#e3b341", 4: "#79c0ff", 5: "#d2a8ff", 6: "#56d4dd", 8: "#8b949e" },
  ...{ 9: "#ffa198", 10: "#56d364", 11: "#e3b341", 12: "#a5d6ff", 13: "#e2c5ff", 14: "#76e3ea" },
};

/** Draws lines of terminal output. Long lines are wrapped. The picture is the same in light and dark mode. */
export function terminalPicture(title: string, description: string, lines: readonly string[]): string {
  const drawn = lines.flatMap((line) => wrapRuns(parseAnsi(line), columns));
  const width = Math.round(columns * character + 2 * margin);
  const height = bar + drawn.length * lineHeight + margin;
  const texts = drawn.map((runs, index) => textLine(runs, bar + 14 + index * lineHeight)).filter(Boolean);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">${escapeXml(title)}</title>
<desc id="desc">${escapeXml(description)}</desc>
<style>
  text { font: 13px ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; fill: #e6edf3; white-space: pre; }
  .bold { font-weight: 600; }
${Object.entries(palette)
  .map(([color, fill]) => `  .c${color} { fill: ${fill}; }`)
  .join("\n")}
</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="#0d1117" stroke="#30363d"/>
<circle cx="22" cy="19" r="5.5" fill="#ff5f57"/><circle cx="40" cy="19" r="5.5" fill="#febc2e"/><circle cx="58" cy="19" r="5.5" fill="#28c840"/>
${texts.join("\n")}
</svg>
`;
}

function textLine(runs: readonly Run[], y: number): string {
  const text = runs.map((run) => run.text).join("");
  if (text.trim() === "") return "";
  const spans = joined(runs).map(({ text: part, bold, color }) => {
    const looks = [
      ...(bold ? ["bold"] : []),
      ...(color !== undefined && palette[color] ? [`c${color}`] : []),
    ];
    return looks.length > 0
      ? `<tspan class="${looks.join(" ")}">${escapeXml(part)}</tspan>`
      : escapeXml(part);
  });
  return `<text x="${margin}" y="${y}" xml:space="preserve">${spans.join("")}</text>`;
}

/** Joins adjacent runs with the same style. */
function joined(runs: readonly Run[]): Run[] {
  const result: Run[] = [];
  for (const run of runs) {
    const before = result.at(-1);
    if (before && before.bold === run.bold && before.color === run.color)
      result[result.length - 1] = { ...before, text: before.text + run.text };
    else result.push(run);
  }
  return result;
}
