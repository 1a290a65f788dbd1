// What the services say of themselves: names that requests may have are read from here, not written down again.

type Schema = { enum?: (string | number | null)[]; properties?: Record<string, Schema>; description?: string };
type Operation = { summary?: string; operationId?: string };
export type OpenAPI = {
  info: { title: string; version: string; description: string };
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};

/** The values a schema, or a property of it, may have. */
export function enumOf(document: OpenAPI | undefined, schema: string, property?: string): string[] {
  const found = document?.components.schemas[schema];
  const holder = property ? found?.properties?.[property] : found;
  return (holder?.enum ?? []).filter((value): value is string => typeof value === "string");
}
