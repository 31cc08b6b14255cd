import type { Value } from "../../pulumi/value";
import type { SettingSource } from "./settings";

/** A command of more characters than this is not read: no start command of a gateway comes near. */
const longest = 20_000;

/**
 * Settings that a container's command gives to the gateway with `env`: `["sh", "-c", "env 'config.service.auth=…' …"]`,
 * or the words of `env` one by one. It is the only way where the host refuses a dot in the name of a variable, as Azure
 * Container Instances do.
 * Source: POSIX, env utility and shell command language.
 */
export function settingsInCommand(words: readonly Value[]): SettingSource[] {
  const start = words.findIndex(({ string }) => isEnv(string));
  // The words of `env` itself, each a word of the container's command.
  if (start >= 0) return words.slice(start + 1).flatMap((word) => settingIn(word, word.string ?? ""));
  return words.flatMap((word) =>
    assignmentsIn(word.string ?? "").flatMap((assignment) => settingIn(word, assignment)),
  );
}

function isEnv(word: string | undefined): boolean {
  return word === "env" || word === "/usr/bin/env" || word === "/bin/env";
}

function settingIn(word: Value, assignment: string): SettingSource[] {
  const [, name, value = ""] = /^([A-Za-z][A-Za-z0-9_.-]*)=([\s\S]*)$/.exec(assignment) ?? [];
  // The shell's reference to a variable, in the spelling that a Kubernetes container has for it.
  const text = value.replace(
    /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g,
    (_, braced, plain) => `$(${braced ?? plain})`,
  );
  return name === undefined ? [] : [{ kind: "literal", name, value: word.with(text) }];
}

/** The assignments behind `env` in the text of a shell: `env 'a.b=c d' e.f=g command`. */
function assignmentsIn(script: string): string[] {
  if (script.length > longest || !/\benv\s/.test(script)) return [];
  const words = shellWords(script);
  return words.flatMap((word, index) => {
    if (!isEnv(word)) return [];
    const rest = words.slice(index + 1);
    const end = rest.findIndex((each) => !each.includes("=") && !each.startsWith("-"));
    return (end < 0 ? rest : rest.slice(0, end)).filter((each) => each.includes("="));
  });
}

/** The words of a shell's text without their quotes; variables are left as they are written. */
function shellWords(script: string): string[] {
  const parts = /((?:'[^']*'|"(?:[^"\\]|\\[\s\S])*"|\\[\s\S]|[^\s'"\\;&|])+)|[;&|]/g;
  return [...script.matchAll(parts)].map(([word]) =>
    word.replace(
      /'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])/g,
      (_, single?: string, double?: string, escaped?: string) =>
        single ?? double?.replace(/\\([\s\S])/g, "$1") ?? escaped ?? "",
    ),
  );
}
