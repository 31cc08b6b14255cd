/**
 * The allowed imports between folders. `npm run check` fails on any other import, including type imports.
 *
 * The layers of the source. A folder or file may import itself and everything in the layers above its own layer in this
 * list.
 */
const floors = [
  ["pulumi/", "support/"],
  ["kubernetes/", "azure/"],
  ["gateway/model/"],
  ["gateway/chart/"],
  ["gateway/hosts/"],
  ["gateway/index.ts"],
  ["analysis/"],
  ["policies/"],
  ["index.ts"],
];
const source = floors.flat();

/**
 * The folders outside the source. They may import themselves, the source and the listed folders. The source imports
 * none of them.
 */
const others = {
  "cli/": [],
  "testkit/": ["cli/analyzer/"],
  "tools/": ["testkit/"],
  "bench/": ["testkit/", "tools/", "cli/"],
  "test/": ["testkit/", "tools/", "cli/", "bench/"],
};

const anyOf = (paths) => `^(${paths.join("|").replaceAll(".", "\\.")})`;

const arrows = (folder, allowed) => ({
  name: `${folder} may import ${allowed.join(" ") || "only itself"}`,
  severity: "error",
  from: { path: anyOf([folder]) },
  to: { dependencyTypes: ["local"], pathNot: anyOf([folder, ...allowed]) },
});

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...floors.flatMap((rooms, floor) => rooms.map((room) => arrows(room, floors.slice(0, floor).flat()))),
    ...Object.entries(others).map(([folder, allowed]) => arrows(folder, [...source, ...allowed])),
    { name: "no cycle", severity: "error", from: {}, to: { circular: true } },
    { name: "no cycle of folders", scope: "folder", severity: "error", from: {}, to: { circular: true } },
    { name: "every import resolves", severity: "error", from: {}, to: { couldNotResolve: true } },
    {
      name: "the source loads only dependencies",
      severity: "error",
      from: { path: anyOf(source) },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg"], dependencyTypesNot: ["type-only"] },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    // Required to resolve the import of the package's own package.json by name.
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["types", "require", "default"] },
    doNotFollow: { path: ["node_modules", "^dist/"] },
  },
};
