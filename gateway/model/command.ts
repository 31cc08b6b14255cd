import type { Value } from "../../pulumi/value";
import type { SettingSource } from "./settings";

/** The maximum length of a command. No start command of a gateway comes near it. */
const longest = 20_000;

/**
 * Settings that a container's command gives to the gateway with `env`: `["sh", "-c", "env 'config.service.auth=…' …"]`,
 * or the words of `env` one by one. It is the only way if the host doesn't allow a dot in a variable's name, as in
 * Azure Container Instances.
 * Source: POSIX, env utility and shell command language.
 */
export function settingsInCommand(words: readonly Value[]): SettingSource[] {
  const start = words.findIndex(({ string }) => isEnv(string));
  // The arguments of `env`, each an item of the container's command.
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
  // The shell's reference to a variable, in the syntax of a Kubernetes container.
  const text = value.replace(
    /\$(?:\{(\w+)\}|([A-Za-z_]\w*))/g,
    (_, braced, plain) => `$(${braced ?? plain})`,
  );
  return name === undefined ? [] : [{ kind: "literal", name, value: word.with(text) }];
}

/** The assignments after `env` in a shell command: `env 'a.b=c d' e.f=g command`. */
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

/** The words of a shell command without their quotes. Variables are not expanded. */
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
