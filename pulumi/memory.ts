import type { Resource } from "./resource";
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
  private sawSubject = false;
  private judgingStack = false;

  /** Notes that a resource's inputs went by, even those of one that nobody cares about. */
  sawResource(urn: string, type: string): void {
    if (urn !== this.lastUrn) this.seen++;
    this.lastUrn = urn;
    this.sawRoot ||= type === "pulumi:pulumi:Stack";
  }

  remember(resource: Resource, isSubject: boolean): void {
    this.resources.add(resource);
    this.sawSubject ||= isSubject;
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
   * True where the inputs of the stack went by and nothing in them was a policy's concern. False where they did not, as
   * when every resource policy is disabled: then nothing is known of the stack.
   */
  get nothingToJudge(): boolean {
    return (this.sawRoot || this.seen >= manyResources) && !this.sawSubject;
  }

  private forget(): void {
    this.resources.clear();
    this.lastUrn = "";
    this.seen = 0;
    this.sawRoot = false;
    this.sawSubject = false;
    this.judgingStack = false;
  }
}

export const memory = new Memory();
