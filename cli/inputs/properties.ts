import { isRecord } from "../../pulumi/plain";
import { assetSignature, secret, secretSignature, signature, unknown } from "../analyzer/resources";
import { Problem } from "../problem";
import type { Props } from "./input";

/** The placeholder of `pulumi policy analyze` for a secret that it can't decrypt. */
const encrypted = "[secret]";
/** The maximum depth. A CustomResourceDefinition, the deepest of common objects, has about 30 levels. */
const mostLevels = 200;

/**
 * Converts properties for the process that runs the policies. It would reject the whole resource for one special value
 * that it can't read, so that value becomes unknown.
 */
export function toProps(file: string, value: unknown): Props {
  const props = toSendable(value, 0, file);
  return isRecord(props) ? props : {};
}

function toSendable(value: unknown, level: number, file: string): unknown {
  if (level > mostLevels)
    throw new Problem(`${file}: values are nested more than ${mostLevels} levels deep.`);
  if (Array.isArray(value)) return value.map((item) => toSendable(item, level + 1, file));
  if (typeof value === "string") return wellFormed(value);
  if (!isRecord(value)) return value;
  if (value[signature]) return toSpecial(value, level, file);
  const entries = Object.entries(value).map(([key, item]) => [
    wellFormed(key),
    toSendable(item, level + 1, file),
  ]);
  return Object.fromEntries(entries);
}

function toSpecial(value: Props, level: number, file: string): unknown {
  if (value[signature] === secretSignature) return toSecret(value, level, file);
  const { text, path, uri } = value;
  const content = Object.entries({ path, text, uri }).find(([, part]) => typeof part === "string" && part);
  return value[signature] === assetSignature && content
    ? { [signature]: assetSignature, [content[0]]: content[1] }
    : unknown;
}

/** `pulumi stack export` encrypts secrets; with `--show-secrets` it writes each as JSON in a string. */
function toSecret({ plaintext, value }: Props, level: number, file: string): unknown {
  if (value !== undefined) return secret(toSendable(value, level + 1, file));
  try {
    return secret(toSendable(JSON.parse(String(plaintext)), level + 1, file));
  } catch (error) {
    if (error instanceof Problem) throw error;
    return encrypted;
  }
}

/** Half of a surrogate pair can't be encoded as UTF-8. */
export function wellFormed(text: string): string {
  return text.replace(/[\ud800-\udfff]/gu, "\ufffd");
}
