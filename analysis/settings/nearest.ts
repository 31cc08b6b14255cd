/** The maximum length of a name that is compared. No known name comes near it. */
const longest = 100;

/** The known name that this one was probably meant to be, if one is similar: other case, a typo, or a missing part. */
export function nearestName(name: string, known: readonly string[]): string | undefined {
  if (name.length > longest) return undefined;
  const lower = name.toLowerCase();
  const slips = name.length < 4 ? 0 : Math.max(1, Math.min(3, Math.floor(name.length / 6)));
  let best: { readonly name: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = distanceOf(lower, candidate.toLowerCase(), Math.min(slips, best?.distance ?? slips));
    if (distance <= slips && distance < (best?.distance ?? Number.POSITIVE_INFINITY))
      best = { name: candidate, distance };
  }
  return best?.name ?? withPartsLeftOut(lower, known);
}

/** The only known name with the same first and last part that also has all other parts in order. */
function withPartsLeftOut(name: string, known: readonly string[]): string | undefined {
  const parts = name.split(".");
  if (parts.length < 3) return undefined;
  const [found, ...others] = known.filter((candidate) => {
    const all = candidate.toLowerCase().split(".");
    if (all.length !== parts.length + 1 || all[0] !== parts[0] || all.at(-1) !== parts.at(-1)) return false;
    let at = 0;
    for (const part of all) if (part === parts[at]) at++;
    return at === parts.length;
  });
  return others.length === 0 ? found : undefined;
}

/** The number of letters to change, remove, add or swap with the next; more than `most` if it is larger. */
function distanceOf(one: string, other: string, most: number): number {
  if (Math.abs(one.length - other.length) > most) return most + 1;
  const rows = [Array.from({ length: other.length + 1 }, (_, at) => at)];
  for (let i = 1; i <= one.length; i++) {
    const row = [i];
    for (let j = 1; j <= other.length; j++) row.push(cheapest(one, other, i, j, rows, row));
    if (Math.min(...row) > most) return most + 1;
    rows.push(row);
  }
  return rows.at(-1)?.at(-1) ?? 0;
}

function cheapest(one: string, other: string, i: number, j: number, rows: number[][], row: number[]): number {
  const above = rows[i - 1] ?? [];
  const same = one[i - 1] === other[j - 1] ? 0 : 1;
  const swapped = one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1];
  const costs = [(above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + same];
  if (swapped) costs.push((rows[i - 2]?.[j - 2] ?? 0) + 1);
  return Math.min(...costs);
}
