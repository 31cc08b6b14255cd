/** One line of the result: the same thing measured for this pack and for the empty one, pair by pair. */
export interface Row {
  name: string;
  pack: number;
  empty: number;
  /** The median of the ratios of all pairs: a slow moment of the machine hits both halves of a pair. */
  ratio: number;
  /** What the design allows; undefined where there is no limit. */
  limit: number | undefined;
}

/** Sums up the pairs of one measurement. */
export function row(name: string, pairs: { pack: number; empty: number }[], limit?: number): Row {
  return {
    name,
    pack: median(pairs.map(({ pack }) => pack)),
    empty: median(pairs.map(({ empty }) => empty)),
    ratio: median(pairs.map(({ pack, empty }) => pack / empty)),
    limit,
  };
}

/** The rows as text, one below the other. */
export function table(rows: Row[]): string {
  const cells = rows.map(({ name, pack, empty, ratio, limit }) => [
    name,
    number(pack),
    number(empty),
    `${ratio.toFixed(2)}x`,
    limit ? `${limit.toFixed(2)}x` : "-",
    limit && ratio > limit ? "over" : "",
  ]);
  const lines = [["median", "this pack", "empty pack", "ratio", "limit", ""], ...cells];
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
