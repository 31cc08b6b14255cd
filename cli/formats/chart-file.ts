import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** The maximum number of folders to search for charts. */
const mostFolders = 5_000;
const skipped = /^(\.|node_modules$)/;

/**
 * Finds the file below a folder that `helm template` names as `gateway/templates/deployment.yaml`: a chart is found by its
 * name, because its folder may have another. For the template of a packed dependency it's the values of the chart around it.
 */
export function chartFiles(root: string): (template: string) => string | undefined {
  let charts: Map<string, string[]> | undefined;
  return (template) => {
    const [name = "", ...path] = template.split("/");
    if (path.includes("..")) return undefined;
    charts ??= chartsIn(root);
    const names = [path.join("/"), ...(path[0] === "charts" ? ["values.yaml", "Chart.yaml"] : [])];
    const folders = charts.get(name) ?? [];
    return names
      .flatMap((file) => folders.map((folder) => join(folder, file)))
      .find((file) => existsSync(file));
  };
}

/** The folders of charts by the chart's name. */
function chartsIn(root: string): Map<string, string[]> {
  const charts = new Map<string, string[]>();
  const folders = [root];
  // The list grows while it is read: folders near the root come first.
  for (const folder of folders) {
    const name = nameOf(join(folder, "Chart.yaml"));
    if (name !== undefined) charts.set(name, [...(charts.get(name) ?? []), folder]);
    if (folders.length < mostFolders) folders.push(...foldersIn(folder));
  }
  return charts;
}

function nameOf(file: string): string | undefined {
  try {
    return /^name:\s*["']?([^\s"'#]+)/m.exec(readFileSync(file, "utf8"))?.[1];
  } catch {
    return undefined;
  }
}

function foldersIn(folder: string): string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    const found = entries.filter((entry) => entry.isDirectory() && !skipped.test(entry.name));
    return found.map(({ name }) => join(folder, name)).sort();
  } catch {
    return [];
  }
}
