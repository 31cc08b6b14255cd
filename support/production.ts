import data from "./production.json";

/** The numbers, names and paths that Microsoft documents for a gateway in production. */
export const production: Readonly<typeof data> = data;
