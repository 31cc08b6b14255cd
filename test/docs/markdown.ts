/** Functions to read Markdown in tests of the documentation. */
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fencesIn } from "../../tools/docs/examples/fences";

const root = join(__dirname, "..", "..");

/** Every page of the documentation, by its path from the root. */
export function pages(): string[] {
  const top = readdirSync(root).filter((file) => file.endsWith(".md"));
  const below = readdirSync(join(root, "docs"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".md"))
    .map((file) => join("docs", file));
  return [...top, ...below].map((path) => path.replaceAll("\\", "/"));
}

/** A page without its blocks of code. */
export function prose(text: string): string {
  let rest = text;
  for (const { start, end } of fencesIn(text).reverse()) rest = rest.slice(0, start) + rest.slice(end);
  return rest;
}

/** The targets of links and pictures. */
export function linksIn(text: string): string[] {
  const inline = [...prose(text).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = ""]) => target);
  const html = [...prose(text).matchAll(/(?:src|href|srcset)="([^"]+)"/g)].map(([, target = ""]) => target);
  return [...inline, ...html];
}

/** The inline code. */
export function codesIn(text: string): string[] {
  return [...prose(text).matchAll(/`([^`\n]+)`/g)].map(([, code = ""]) => code);
}

/** The anchors that GitHub creates for a page's headings. */
export function anchorsIn(text: string): string[] {
  return [...prose(text).matchAll(/^#+ (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
      .replace(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );
}
