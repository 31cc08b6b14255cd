import { resolve } from "node:path";

/** Makes the paths in some options absolute, because the CLI runs in another folder than the user. */
export function absolutePaths(
  options: readonly string[],
  names: readonly string[],
  folder: string,
): string[] {
  return options.map((option, index) => {
    if (names.includes(options[index - 1] ?? "")) return resolve(folder, option);
    const name = names.find((each) => option.startsWith(`${each}=`));
    return name ? `${name}=${resolve(folder, option.slice(name.length + 1))}` : option;
  });
}
