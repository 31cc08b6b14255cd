import { commonOptions, type OptionSchema, type Policy } from "./policies";
import { table } from "./table";

/** Returns the table of a policy's options, generated from their schemas. */
export function optionsTable({ options }: Policy): string {
  const own = Object.entries(options).filter(([name]) => !commonOptions.includes(name));
  return table(
    ["option", "type", "default", "meaning"],
    [
      ...own.map(([name, schema]) => [
        `\`${name}\``,
        typeText(schema),
        defaultText(schema),
        schema.description ?? "",
      ]),
      [
        commonOptions.map((name) => `\`${name}\``).join(", "),
        "",
        "",
        "As in every policy: see [exemptions](../exemptions.md).",
      ],
    ],
  );
}

function typeText(schema: OptionSchema): string {
  switch (schema.type) {
    case "boolean":
      return "boolean";
    case "number":
      return "number";
    case "integer": {
      const { minimum, maximum } = schema;
      if (minimum === undefined && maximum === undefined) return "integer";
      if (maximum === undefined) return `integer, ${minimum} or more`;
      return `integer, ${minimum ?? ""} to ${maximum}`;
    }
    case "array":
      return schema.items ? `array of ${plural(schema.items)}` : "array";
    default:
      return schema.enum ? codes(schema.enum) : schema.type;
  }
}

function plural(items: OptionSchema): string {
  if (items.enum) return codes(items.enum);
  return `${items.type}s`;
}

function defaultText({ default: standard, items }: OptionSchema): string {
  if (standard === undefined) return "–";
  if (!Array.isArray(standard)) return `\`${standard}\``;
  if (standard.length === 0) return "none";
  return items?.enum && items.enum.length === standard.length ? "all" : codes(standard);
}

function codes(texts: readonly unknown[]): string {
  return texts.map((text) => `\`${text}\``).join(", ");
}
