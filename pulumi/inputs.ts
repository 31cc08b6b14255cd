import type { PolicyResource, ResourceValidationArgs } from "@pulumi/policy";
import { afterAssets } from "./assets";
import type { Subject, Subjects } from "./definition";
import { complete, type Resource, toResource } from "./resource";
import { Seen, Stack, stackOf } from "./resource-set";
import { perType } from "./resource-type";
import { currentRequest, onRequest, plainProps, type ResourceRequest, type StackRequest } from "./sdk";

/**
 * The inputs that the engine showed to the resource policies. Afterwards it shows the whole stack to the stack
 * policies, but as outputs, which lack some inputs, such as Azure's path parameters.
 */
class Inputs {
  /** The inputs of the resources that a policy checked, of stacks that weren't analyzed yet. */
  readonly seen = new Seen();
  private readonly concerns = new Set<Search["concerns"]>();
  areAlone = false;
  private readonly ofStack = new WeakMap<StackRequest, StackInputs>();

  constructor() {
    onRequest((request) => {
      if (request.kind === "stack") this.begin(request);
    });
  }

  /** Registers the types that a stack policy inspects: no other resource is copied for it. */
  concern(types: Search["concerns"]): void {
    this.concerns.add(types);
  }

  /**
   * Declares that the process runs only this pack's policies. Only then can the SDK skip copies of resources that they
   * don't inspect: another author's policies need the whole stack.
   */
  alone(): void {
    this.areAlone = true;
  }

  /** The analysis of a stack removes the stack's inputs, so none remain for its next preview. */
  private begin(request: StackRequest): void {
    const [first] = request.resources;
    const taken = this.seen.take(first && stackOf(first.urn));
    this.ofStack.set(request, new StackInputs(taken, request, this.areAlone));
    if (this.areAlone) request.show(perType((type) => [...this.concerns].some((of) => of(type))));
  }

  /** The inputs of the stack that is being analyzed. */
  current(): StackInputs {
    const request = currentRequest();
    const known = request?.kind === "stack" ? this.ofStack.get(request) : undefined;
    return known ?? new StackInputs([...this.seen]);
  }
}

/** What a stack policy searches for. */
type Search<S extends Subject = Subject> = Pick<Subjects<S, Stack>, "concerns" | "matters" | "find">;

/** The inputs of one stack that is being analyzed, shared by all policies. */
class StackInputs {
  private readonly inputs = new Seen();
  private readonly empty = new Map<Search["matters"], boolean>();
  private readonly stacks = new Map<Search["concerns"], Stack>();
  private readonly found = new Map<Search["find"], readonly Subject[]>();
  /** The stack as the engine shows it; set when the first policy runs. */
  private shown: readonly PolicyResource[] | undefined;

  constructor(
    inputs: readonly Resource[],
    /** Undefined if the SDK's request isn't known. */
    private readonly request?: StackRequest,
    /** Whether only this pack's policies run. */
    private readonly areAlone = false,
  ) {
    for (const resource of inputs) this.inputs.add(resource);
  }

  /**
   * Whether a policy has nothing to check in the stack. Before the stack is known, this holds if each resource is
   * either irrelevant to it or was seen by a resource policy, and none of those seen matters.
   */
  hasNothingFor(search: Search): boolean {
    if (this.shown) return this.isWithout(search);
    let nothing = this.empty.get(search.matters);
    if (nothing === undefined) {
      nothing = this.sawAll(search) && !this.someMatters(search);
      this.empty.set(search.matters, nothing);
    }
    return nothing;
  }

  private sawAll({ concerns }: Search): boolean {
    const concerned = perType(concerns);
    return (
      this.request?.resources.every(({ urn, type }) => this.inputs.get(urn) || !concerned(type)) ?? false
    );
  }

  private someMatters({ matters }: Search): boolean {
    try {
      return [...this.inputs].some((resource) => matters(resource, this.inputs));
    } catch {
      // The policy will run into the same error and report it.
      return true;
    }
  }

  private isWithout(search: Search): boolean {
    try {
      return this.find(search).subjects.length === 0;
    } catch {
      return false;
    }
  }

  /**
   * Calls `then` when the stack is known. It is read from the copy for the first policy of a request. If all policies
   * are this pack's, the SDK doesn't make the same copy for each of the others.
   */
  takeStack<T>(resources: readonly PolicyResource[], then: () => T): T | Promise<T> {
    if (this.shown) return then();
    this.shown = resources;
    if (this.areAlone) this.request?.show(() => false);
    return afterAssets(
      resources.map(({ props }) => plainProps(props)),
      then,
    );
  }

  /** The stack and what a policy checks in it, found once for all policies with the same subjects. */
  find<S extends Subject>(search: Search<S>): { stack: Stack; subjects: readonly S[] } {
    const stack = this.read(search.concerns);
    const known = this.found.get(search.find);
    if (known) return { stack, subjects: known as readonly S[] };
    const subjects = [...stack].flatMap((resource) => search.find(resource, stack));
    this.found.set(search.find, subjects);
    return { stack, subjects };
  }

  /** The resources that policies are concerned with: inputs completed by the outputs that the engine shows. */
  private read(concerns: Search["concerns"]): Stack {
    let stack = this.stacks.get(concerns);
    if (!stack) {
      const concerned = perType(concerns);
      const resources = (this.shown ?? []).filter(({ type }) => concerned(type));
      stack = new Stack((self) => this.completed(resources, self));
      this.stacks.set(concerns, stack);
    }
    return stack;
  }

  private *completed(resources: readonly PolicyResource[], stack: Stack): Generator<Resource> {
    for (const resource of resources) {
      const inputs = this.inputs.get(resource.urn)?.props.whole;
      const props = complete(inputs, plainProps(resource.props));
      const dependenciesOf = (property: string): readonly Resource[] =>
        (resource.propertyDependencies[property] ?? []).flatMap(({ urn }) => stack.get(urn) ?? []);
      yield toResource(resource, props, dependenciesOf, inputs);
    }
  }
}

export const inputs = new Inputs();

/** What the policies of one Analyze share about its resource. */
interface Reading {
  readonly request: ResourceRequest;
  /** Undefined until the first policy for its type has read it. */
  resource?: Resource;
}

const readings = new WeakMap<ResourceRequest, Reading>();

/** What is known about the resource that is being analyzed. */
export function currentReading(): Reading | undefined {
  const request = currentRequest();
  if (request?.kind !== "resource") return undefined;
  let reading = readings.get(request);
  if (!reading) {
    reading = { request };
    readings.set(request, reading);
  }
  return reading;
}

/** Calls `then` with the resource that is being analyzed, which is read once for all policies. */
export function readResource<T>(
  args: ResourceValidationArgs,
  then: (resource: Resource) => T,
): T | Promise<T> {
  const reading = currentReading();
  // Each policy gets a copy of the same properties, so the first copy serves all.
  if (reading?.resource) return then(reading.resource);
  const props = plainProps(args.props);
  return afterAssets(props, () => {
    const resource = toResource(args, props);
    if (reading) {
      reading.resource = resource;
      if (inputs.areAlone) reading.request.hide();
    }
    inputs.seen.add(resource);
    return then(resource);
  });
}
