import data from "./restarters.json";

/** An annotation by which an operator restarts a workload when a Secret that it refers to changes. */
export interface RestartAnnotation {
  readonly name: string;
  /** The value that enables it; undefined if any does. */
  readonly value?: string;
}

export const restartAnnotations: readonly RestartAnnotation[] = data.annotations;

/** Annotations of the custom resources that write a Secret, by which they restart the workloads that read it. */
export function writerAnnotationsOf(group: string): readonly RestartAnnotation[] {
  return data.writers.filter((writer) => writer.group === group);
}

/** The property in which an API group's custom resources that write Secrets list the workloads to restart. */
export function restartTargetsOf(group: string): readonly string[] | undefined {
  return data.targets.find((target) => target.group === group)?.list;
}
