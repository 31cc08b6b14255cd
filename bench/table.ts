/** The same thing measured once for each pack; `peer` is a known other one, where there is one. */
export interface Measured<T> {
  pack: T;
  empty: T;
  peer?: T;
}

/** One line of the result: medians, and the median of the ratios to the empty pack. */
export interface Row {
  name: string;
  pack: number;
  empty: number;
  /** Of all pairs, each measured at about the same time: a slow moment of the machine hits both halves of a pair. */
  ratio: number;
  /** What the design allows; undefined where there is no limit. */
  limit: number | undefined;
  /** The peer's own median and ratio. */
  peer?: { median: number; ratio: number };
}

/** Sums up one measurement. */
export function row(name: string, measured: Measured<number>[], limit?: number): Row {
  const pairs = measured.flatMap(({ peer, empty }) => (peer === undefined ? [] : { peer, empty }));
  return {
    name,
    pack: median(measured.map(({ pack }) => pack)),
    empty: median(measured.map(({ empty }) => empty)),
    ratio: median(measured.map(({ pack, empty }) => pack / empty)),
    limit,
    ...(pairs.length > 0 && {
      peer: {
        median: median(pairs.map(({ peer }) => peer)),
        ratio: median(pairs.map(({ peer, empty }) => peer / empty)),
      },
    }),
  };
}

/** The rows as text, one below the other. */
export function table(rows: Row[]): string {
  const withPeer = rows.some(({ peer }) => peer);
  const cells = rows.map(({ name, pack, empty, ratio, limit, peer }) => [
    name,
    number(pack),
    number(empty),
    `${ratio.toFixed(2)}x`,
    limit ? `${limit.toFixed(2)}x` : "-",
    limit && ratio > limit ? "over" : "",
    ...(peer ? [number(peer.median), `${peer.ratio.toFixed(2)}x`] : []),
  ]);
  const heads = ["median", "this pack", "empty pack", "ratio", "limit", ""];
  const lines = [[...heads, ...(withPeer ? ["AWSGuard", "ratio"] : [])], ...cells];
  const widths =
    lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const text = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
  return text.map((line) => line.trimEnd()).join("\n");
}

function median(values: number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
