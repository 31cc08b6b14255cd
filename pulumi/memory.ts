import type { Resource } from "./resource";
import { ResourceSet } from "./resource-set";

/**
 * What this process has seen of the stack so far. The engine shows every resource's inputs to the resource policies
 * before it shows the whole stack, as outputs, to the stack policies; outputs lack what the stack policies need.
 */
class Memory {
  readonly resources = new ResourceSet();
  private sawInputs = false;
  private sawSubject = false;
  private stackJudged = false;

  /** Notes that the inputs of some resource went by, even of one that nobody cares about. */
  sawResource(): void {
    // Inputs after a whole stack are the next preview's: what is remembered is no longer true.
    if (this.stackJudged) this.forget();
    this.sawInputs = true;
  }

  remember(resource: Resource, isSubject: boolean): void {
    this.resources.add(resource);
    this.sawSubject ||= isSubject;
  }

  judgingStack(): void {
    this.stackJudged = true;
  }

  /**
   * True where the inputs of the stack went by and nothing in them was a policy's concern. False where no inputs were
   * seen, as when every resource policy is disabled: then nothing is known of the stack.
   */
  get nothingToJudge(): boolean {
    return this.sawInputs && !this.sawSubject;
  }

  private forget(): void {
    this.resources.clear();
    this.sawSubject = false;
    this.stackJudged = false;
  }
}

export const memory = new Memory();
