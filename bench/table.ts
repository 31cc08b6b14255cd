/** One measurement for each pack; `peer` is AWSGuard's, if it is installed. */
export interface Measured<T> {
  pack: T;
  empty: T;
  /** A pack of as many policies, all without a check. */
  idle: T;
  peer?: T;
}

/** A pack that others are compared with. */
type Basis = Exclude<keyof Measured<unknown>, "pack">;

/** The maximum of a ratio. */
export interface Limit {
  readonly to: Basis;
  readonly most: number;
}

/** One line of the result: medians, and the medians of this pack's ratios to the others. */
export interface Row {
  name: string;
  pack: number;
  limit: Limit | undefined;
  others: Partial<Record<Basis, Compared>>;
}

interface Compared {
  median: number;
  /** The median over pairs that were measured at about the same time, so a slow moment of the machine affects both. */
  ratio: number;
}

/** Sums up one measurement. */
export function row(name: string, measured: readonly Measured<number>[], limit?: Limit): Row {
  const others: Row["others"] = {};
  for (const basis of Object.keys(titles) as Basis[]) {
    const pairs = measured.flatMap(({ pack, [basis]: other }) =>
      other === undefined ? [] : { pack, other },
    );
    if (pairs.length === 0) continue;
    others[basis] = {
      median: median(pairs.map(({ other }) => other)),
      ratio: median(pairs.map(({ pack, other }) => pack / other)),
    };
  }
  return { name, pack: median(measured.map(({ pack }) => pack)), limit, others };
}

const titles: Record<Basis, string> = { empty: "empty pack", idle: "idle pack", peer: "AWSGuard" };

/** The rows as text, one below the other. */
export function table(rows: readonly Row[]): string {
  const shown = (Object.keys(titles) as Basis[]).filter((basis) => rows.some(({ others }) => others[basis]));
  const cells = rows.map(({ name, pack, limit, others }) => [
    name,
    number(pack),
    ...shown.flatMap((basis) => {
      const other = others[basis];
      return other ? [number(other.median), `${other.ratio.toFixed(2)}x`] : ["-", "-"];
    }),
    limit ? `${limit.most.toFixed(2)}x ${limit.to}` : "-",
    limit && (others[limit.to]?.ratio ?? 0) > limit.most ? "over" : "",
  ]);
  const heads = ["median", "this pack", ...shown.flatMap((basis) => [titles[basis], "ratio"]), "limit", ""];
  return aligned([heads, ...cells]);
}

/** Columns below each other: the first to the left, the others to the right. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = (lines[0] ?? []).map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  const text = lines.map((line) =>
    line.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join("  "),
  );
  return text.map((line) => line.trimEnd()).join("\n");
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
}

export function number(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
