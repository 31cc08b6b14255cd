import type { Config } from "../../../testkit/pack";
import { type Fence, fencesIn } from "./fences";

/**
 * A program or manifests on a page, which the tests run. A bad example has the findings printed below it, a good one
 * none.
 */
export interface Example {
  readonly kind: "bad" | "good";
  readonly language: "ts" | "yaml";
  readonly code: string;
  /** The configuration of the pack: the last ```` ```json config ```` block before the example. */
  readonly config: Config;
  /** The date on which it runs, if the block sets one: ```` ```ts bad today=2027-04-01 ````. */
  readonly today: string | undefined;
  readonly fence: Fence;
  /** The ```` ```text ```` block that directly follows a bad example. */
  readonly findings: Fence | undefined;
}

export function examplesIn(text: string): Example[] {
  const fences = fencesIn(text);
  let config: Config = {};
  return fences.flatMap((fence, index) => {
    const { language, words, code } = fence;
    if (language === "json" && words.includes("config")) config = JSON.parse(code);
    const kind = words.find((word) => word === "bad" || word === "good");
    if (!kind || (language !== "ts" && language !== "yaml")) return [];
    const next = fences[index + 1];
    const isFindings = next?.language === "text" && text.slice(fence.end, next.start).trim() === "";
    return {
      ...{ kind, language, code, config, fence },
      today: words.find((word) => word.startsWith("today="))?.slice("today=".length),
      findings: isFindings ? next : undefined,
    };
  });
}
