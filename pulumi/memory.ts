import type { Subject, Subjects } from "./definition";
import { ResourceSet } from "./resource-set";

/** So many resources without the stack's own are a preview all the same: a stack seen by parts, or by a test. */
const manyResources = 100;

/**
 * What this process has seen of the stack so far. The engine shows every resource's inputs to the resource policies
 * before it shows the whole stack, as outputs, to the stack policies; outputs lack what the stack policies need.
 */
class Memory {
  readonly resources = new ResourceSet();
  private lastUrn = "";
  private seen = 0;
  private sawRoot = false;
  private judgingStack = false;
  /** By the question asked. */
  private readonly nothing = new Map<Subjects<Subject>["matters"], boolean>();

  /** Notes that a resource's inputs went by, even those of one that nobody cares about. */
  sawResource(urn: string, type: string): void {
    if (urn !== this.lastUrn) this.seen++;
    this.lastUrn = urn;
    this.sawRoot ||= type === "pulumi:pulumi:Stack";
  }

  /**
   * Tells that the whole stack is being judged now, so that what is remembered ends with it: inputs that come later are
   * another preview's. The policies of one stack follow each other without a pause, so all are done by then.
   */
  startStack(): void {
    if (this.judgingStack) return;
    this.judgingStack = true;
    setImmediate(() => this.forget());
  }

  /**
   * True where the inputs of the stack went by and nothing in them matters to a policy. False where they did not, as when
   * every resource policy is disabled: then nothing is known of the stack.
   */
  hasNothingFor({ matters }: Subjects<Subject>): boolean {
    if (!this.sawRoot && this.seen < manyResources) return false;
    const known = this.nothing.get(matters);
    if (known !== undefined) return known;
    const nothing = !this.someMatters(matters);
    this.nothing.set(matters, nothing);
    return nothing;
  }

  private someMatters(matters: Subjects<Subject>["matters"]): boolean {
    try {
      return [...this.resources].some((resource) => matters(resource, this.resources));
    } catch {
      // The policy itself looks then, and reports what went wrong.
      return true;
    }
  }

  private forget(): void {
    this.resources.clear();
    this.lastUrn = "";
    this.seen = 0;
    this.sawRoot = false;
    this.judgingStack = false;
    this.nothing.clear();
  }
}

export const memory = new Memory();
