import type { Subject, Subjects } from "./definition";
import { memory } from "./memory";
import type { Resource } from "./resource";

/** A policy that the SDK is about to ask. */
interface Asked {
  readonly name: string;
  readonly judges: Subjects<Subject>;
  concerned(type: string): boolean;
}

/**
 * A resource that no policy cares about costs what the SDK does for it: it copies the properties for each policy, unless
 * the policy's function names a type that the resource does not have. Source: @pulumi/policy, server.ts.
 * So once one policy has read the resource, those that would find nothing in it name such a type.
 *
 * Who is asked for that type is not told which resource it is about. But a policy that is not applicable throws, and the
 * SDK then asks the next one in the same run of code, without a pause in which another resource's turn could come. What
 * was read holds for as long as that run, and a microtask ends it.
 */
class Streak {
  private type: string | undefined;
  private resource: Resource | undefined;
  private readonly asked = new Set<string>();
  private readonly without = new Set<object>();

  /** Notes that a policy finds nothing in a resource, which was read unless its type alone says so. */
  add({ name, judges }: Asked, type: string, resource: Resource | undefined): void {
    if (this.type === undefined) queueMicrotask(() => this.end());
    this.type = type;
    this.resource ??= resource;
    this.without.add(judges);
    this.asked.add(name);
  }

  /** Whether the policy, asked next, would find nothing either. */
  passesOver({ name, judges, concerned }: Asked): boolean {
    // A policy is asked once about a resource: this is the next one's turn, which came before any microtask.
    if (this.asked.has(name)) this.end();
    if (this.type === undefined || (concerned(this.type) && !this.isWithout(judges))) return false;
    this.asked.add(name);
    return true;
  }

  private isWithout(judges: Subjects<Subject>): boolean {
    if (this.without.has(judges)) return true;
    if (!this.resource) return false;
    try {
      if (judges.find(this.resource, memory.resources).length > 0) return false;
    } catch {
      // The policy itself is asked, and reports it.
      return false;
    }
    this.without.add(judges);
    return true;
  }

  private end(): void {
    this.type = undefined;
    this.resource = undefined;
    this.asked.clear();
    this.without.clear();
  }
}

export const streak = new Streak();

/**
 * Says that a policy has nothing to judge here. The SDK wants to be told by an error, and nobody reads where it came
 * from: recording that is a good part of its cost.
 */
export function notApplicable(args: { notApplicable(reason?: string): void }, reason: string): void {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 0;
  try {
    args.notApplicable(reason);
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}

/** Lets the SDK pass over a policy's function, without calling it, while `type` gives a type that no resource has. */
export function passOver(validate: object, type: () => string | undefined): void {
  Object.defineProperty(validate, "__pulumiType", { get: type });
}
