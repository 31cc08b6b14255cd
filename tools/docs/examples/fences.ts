/** A fenced code block: ```` ```ts bad today=2027-04-01 ````. */
export interface Fence {
  readonly language: string;
  /** The words after the language. */
  readonly words: readonly string[];
  readonly code: string;
  /** The offsets of its start and end in the text, including the fences. */
  readonly start: number;
  readonly end: number;
}

export function fencesIn(text: string): Fence[] {
  return [...text.matchAll(/^```(\w*)(.*)\n([\s\S]*?)^```[^\S\n]*$/gm)].map((match) => {
    const [whole, language = "", words = "", code = ""] = match;
    return {
      ...{ language, code },
      words: words.split(" ").filter(Boolean),
      start: match.index,
      end: match.index + whole.length,
    };
  });
}
