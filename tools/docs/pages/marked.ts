/** Replaces the generated part of a hand-written page, which is between `<!-- name: … -->` and `<!-- /name -->`. */
export function replaceMarked(text: string, name: string, content: string): string {
  return text.replace(
    pattern(name),
    (_, before: string, after: string) => `${before}\n\n${content}\n\n${after}`,
  );
}

export function hasMarked(text: string, name: string): boolean {
  return pattern(name).test(text);
}

export function marked(name: string, content: string): string {
  return `<!-- ${name}: written by npm run docs -->\n\n${content}\n\n<!-- /${name} -->`;
}

function pattern(name: string): RegExp {
  return new RegExp(`(<!-- ${name}: [^\\n]*-->)[\\s\\S]*?(<!-- /${name} -->)`);
}
