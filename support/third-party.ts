import data from "./third-party.json";

/** Software of another project, which Microsoft's support policy leaves to the customer. */
export interface Project {
  readonly name: string;
  readonly source: string;
  readonly images?: readonly string[];
  readonly apiGroups?: readonly string[];
  readonly injectsPods?: readonly PodSign[];
  readonly injectsNamespaces?: readonly Sign[];
}

/** A label or annotation with which a project injects a sidecar into pods; `*` matches any value. */
interface Sign {
  readonly key: string;
  readonly on: readonly string[];
}

/** On a pod it can also disable the sidecar, regardless of the namespace. */
interface PodSign extends Sign {
  readonly off: readonly string[];
}

/** Software that no policy reports, and why. */
export interface LeftAlone {
  readonly name: string;
  readonly reason: string;
  readonly why: string;
  readonly images: readonly string[];
  readonly apiGroups: readonly string[];
  readonly source: string;
}

export const thirdPartyProjects: readonly Project[] = data.projects;
export const leftAlone: readonly LeftAlone[] = data.leftAlone;
export const injectors = thirdPartyProjects.filter(({ injectsPods }) => injectsPods);

const byImage = indexed(({ images }) => images);
const byGroup = indexed(({ apiGroups }) => apiGroups);
const aliases: ReadonlyMap<string, string> = new Map(Object.entries(data.imageAliases));

/** The project of an image, by the last two names of its path, at any registry. */
export function projectOfImage({ path }: { path: string }): Project | undefined {
  const [name = "", publisher = "library"] = path.split("/").reverse();
  const known = aliases.get(publisher) ?? publisher;
  return byImage.get(`${known}/${name}`) ?? byImage.get(`${known}/*`);
}

/** The project whose custom resources are in this API group. */
export function projectOfGroup(group: string): Project | undefined {
  return byGroup.get(group);
}

/** Whether the values include a label's or annotation's text. */
export function isAmong(values: readonly string[], text: string): boolean {
  return values.includes("*") ? text !== "" : values.includes(text.toLowerCase());
}

function indexed(keysOf: (project: Project) => readonly string[] | undefined): Map<string, Project> {
  return new Map(
    thirdPartyProjects.flatMap((project) => (keysOf(project) ?? []).map((key) => [key, project] as const)),
  );
}
