import { addDays, type Day } from "../../../pulumi/clock";
import { releasesAsOf } from "../../../support/releases";
import { type Span, spans } from "./spans";
import { escapeXml } from "./xml";

const row = 26;
const top = 84;
const left = 150;
const right = 24;
const width = 880;

/** `docs/support-window.svg`: the same in light and dark, since it brings its own background. */
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
    years.push(`<path class="grid" d="M${at} ${top - 12}V${bottom}"/>`);
    years.push(`<text class="dim" x="${at}" y="${bottom + 18}" text-anchor="middle">${year}</text>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">
<title id="title">Support window of the self-hosted gateway's image</title>
<desc id="desc">${escapeXml(`${said} ${list.map(spoken).join(" ")}`)}</desc>
<style>
  text { font: 13px system-ui, -apple-system, "Segoe UI", Helvetica, Arial, sans-serif; fill: var(--text); }
  .head { font-size: 17px; font-weight: 600; }
  .dim { fill: var(--dim); }
  .minor { font-weight: 600; }
  .grid { stroke: var(--grid); }
  .today { stroke: var(--text); stroke-dasharray: 3 3; }
  svg { --back: #ffffff; --edge: #d0d7de; --text: #1f2328; --dim: #59636e; --grid: #e6e9ec; --supported: #1a7f37; --leaving: #bf8700; --out: #afb8c1; }
  @media (prefers-color-scheme: dark) {
    svg { --back: #0d1117; --edge: #30363d; --text: #f0f6fc; --dim: #9198a1; --grid: #21262d; --supported: #3fb950; --leaving: #d29922; --out: #565e67; }
  }
</style>
<rect x=".5" y=".5" width="${width - 1}" height="${height - 1}" rx="8" fill="var(--back)" stroke="var(--edge)"/>
<text class="head" x="24" y="34">Which releases of the gateway Microsoft supports</text>
<text class="dim" x="24" y="56">${escapeXml(said)}</text>
${years.join("\n")}
${list.map((span, index) => bar(span, top + index * row, x, asOf)).join("\n")}
<path class="today" d="M${x(asOf).toFixed(1)} ${top - 12}V${bottom}"/>
<text class="dim" x="${width - right}" y="${top - 16}" text-anchor="end">${asOf}</text>
${legend(bottom + 44)}
</svg>
`;
}

function bar(span: Span, y: number, x: (day: Day) => number, asOf: Day): string {
  const until = x(span.until ?? asOf);
  const from = Math.min(x(span.from ?? asOf), until - 6);
  const note = noteOf(span);
  // Behind the bar while there is room, else before it.
  const fits = until + 12 + note.length * 6.5 < x(asOf);
  const label = fits
    ? `<text class="dim" x="${(until + 8).toFixed(1)}" y="${y + 17}">${note}</text>`
    : `<text class="dim" x="${(from - 8).toFixed(1)}" y="${y + 17}" text-anchor="end">${note}</text>`;
  return `<text class="minor" x="24" y="${y + 17}">${span.minor}</text><text class="dim" x="66" y="${y + 17}">${span.newest}</text><rect x="${from.toFixed(1)}" y="${y + 4}" width="${(until - from).toFixed(1)}" height="${row - 9}" rx="3" fill="var(--${span.state})"/>${label}`;
}

function noteOf({ state, from, until }: Span): string {
  if (state === "out") return until ? `until ${until}` : words.out;
  return from ? words[state] : `${words[state]}, first day not known`;
}

const words = { supported: "supported", leaving: "leaves next", out: "out of support" } as const;

function legend(y: number): string {
  let at = 24;
  const parts = (["supported", "leaving", "out"] as const).map((state) => {
    const part = `<rect x="${at}" y="${y - 11}" width="14" height="14" rx="3" fill="var(--${state})"/><text x="${at + 20}" y="${y}">${words[state]}</text>`;
    at += 40 + words[state].length * 7;
    return part;
  });
  return `${parts.join("\n")}
<text class="dim" x="${width - right}" y="${y}" text-anchor="end">Begins on the first day on which the minor is known to have existed.</text>`;
}

function spoken(span: Span): string {
  const since = span.from ? `since ${span.from}, ` : "";
  return `${span.minor}: ${since}${span.state === "out" ? `supported ${noteOf(span)}` : noteOf(span)}.`;
}

function time(day: Day): number {
  return Date.parse(`${day}T00:00:00Z`);
}
