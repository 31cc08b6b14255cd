import { addDays, type Day } from "../../../pulumi/clock";
import { releasesAsOf } from "../../../support/releases";
import { type Span, spans } from "./spans";
import { escapeXml } from "./xml";

const row = 26;
const top = 84;
const left = 150;
const right = 24;
const width = 880;

const font = "system-ui, -apple-system, 'Segoe UI', Helvetica, Arial, sans-serif";

/** The colors of each part in light and dark mode. */
const paints = {
  back: { light: { fill: "#ffffff", stroke: "#d0d7de" }, dark: { fill: "#0d1117", stroke: "#30363d" } },
  text: { light: { fill: "#1f2328" }, dark: { fill: "#f0f6fc" } },
  dim: { light: { fill: "#59636e" }, dark: { fill: "#9198a1" } },
  grid: { light: { stroke: "#e6e9ec" }, dark: { stroke: "#21262d" } },
  today: { light: { stroke: "#1f2328" }, dark: { stroke: "#f0f6fc" } },
  supported: { light: { fill: "#1a7f37" }, dark: { fill: "#3fb950" } },
  leaving: { light: { fill: "#bf8700" }, dark: { fill: "#d29922" } },
  out: { light: { fill: "#afb8c1" }, dark: { fill: "#565e67" } },
} as const;

/**
 * Returns the light colors as attributes, which every viewer supports. In dark mode, the style sheet overrides them.
 */
function paint(part: keyof typeof paints): string {
  const attributes = Object.entries(paints[part].light).map(([name, color]) => `${name}="${color}"`);
  return [`class="${part}"`, ...attributes].join(" ");
}

function darkRules(): string {
  return Object.entries(paints)
    .map(([part, { dark }]) => {
      const declarations = Object.entries(dark).map(([name, color]) => `${name}: ${color};`);
      return `    .${part} { ${declarations.join(" ")} }`;
    })
    .join("\n");
}

/** Draws `docs/support-window.svg`. It has its own background in light and dark mode. */
export function supportPicture(list = spans(), asOf: Day = releasesAsOf): string {
  const first = `${(list.at(-1)?.from ?? asOf).slice(0, 4)}-01-01`;
  const last = addDays(asOf, 45);
  const x = (day: Day) =>
    left + ((time(day) - time(first)) / (time(last) - time(first))) * (width - left - right);
  const bottom = top + list.length * row + 4;
  const height = bottom + 62;
  const supported = list.filter(({ state }) => state !== "out");
  const said = `As of ${asOf} Microsoft supports ${supported.map(({ minor }) => minor).join(", ")}. The next minor ends the support of ${supported.at(-1)?.minor}.`;
  const years: string[] = [];
  for (let year = Number(first.slice(0, 4)); `${year}-01-01` <= asOf; year++) {
    const at = x(`${year}-01-01`).toFixed(1);
    years.push(`<path ${paint("grid")} d="M${at} ${top - 12}V${bottom}"/>`);
    years.push(`<text ${paint("dim")} x="${at}" y="${bottom + 18}" text-anchor="middle">${year}</text>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="${font}" font-size="13">
<title id="title">Support window of the self-hosted gateway's image</title>
<desc id="desc">${escapeXml(`${said} ${list.map(spoken).join(" ")}`)}</desc>
<style>
  @media (prefers-color-scheme: dark) {
${darkRules()}
  }
</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" ${paint("back")}/>
<text ${paint("text")} font-size="17" font-weight="600" x="24" y="34">Which releases of the gateway Microsoft supports</text>
<text ${paint("dim")} x="24" y="56">${escapeXml(said)}</text>
${years.join("\n")}
${list.map((span, index) => bar(span, top + index * row, x, asOf)).join("\n")}
<path ${paint("today")} stroke-dasharray="3 3" d="M${x(asOf).toFixed(1)} ${top - 12}V${bottom}"/>
<text ${paint("dim")} x="${width - right}" y="${top - 16}" text-anchor="end">${asOf}</text>
${legend(bottom + 44)}
</svg>
`;
}

function bar(span: Span, y: number, x: (day: Day) => number, asOf: Day): string {
  const until = x(span.until ?? asOf);
  const from = Math.min(x(span.from ?? asOf), until - 6);
  const note = noteOf(span);
  // After the bar if there is room, otherwise before it.
  const fits = until + 12 + note.length * 6.5 < x(asOf);
  const label = fits
    ? `<text ${paint("dim")} x="${(until + 8).toFixed(1)}" y="${y + 17}">${note}</text>`
    : `<text ${paint("dim")} x="${(from - 8).toFixed(1)}" y="${y + 17}" text-anchor="end">${note}</text>`;
  return `<text ${paint("text")} font-weight="600" x="24" y="${y + 17}">${span.minor}</text><text ${paint("dim")} x="66" y="${y + 17}">${span.newest}</text><rect x="${from.toFixed(1)}" y="${y + 4}" width="${(until - from).toFixed(1)}" height="${row - 9}" rx="3" ${paint(span.state)}/>${label}`;
}

function noteOf({ state, from, until }: Span): string {
  if (state === "out") return until ? `until ${until}` : words.out;
  return from ? words[state] : `${words[state]}, first day not known`;
}

const words = { supported: "supported", leaving: "leaves next", out: "out of support" } as const;

function legend(y: number): string {
  let at = 24;
  const parts = (["supported", "leaving", "out"] as const).map((state) => {
    const part = `<rect x="${at}" y="${y - 11}" width="14" height="14" rx="3" ${paint(state)}/><text ${paint("text")} x="${at + 20}" y="${y}">${words[state]}</text>`;
    at += 40 + words[state].length * 7;
    return part;
  });
  return `${parts.join("\n")}
<text ${paint("dim")} x="${width - right}" y="${y}" text-anchor="end">Begins on the first day on which the minor is known to have existed.</text>`;
}

function spoken(span: Span): string {
  const since = span.from ? `since ${span.from}, ` : "";
  return `${span.minor}: ${since}${span.state === "out" ? `supported ${noteOf(span)}` : noteOf(span)}.`;
}

function time(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}
