import assert from "node:assert/strict";
import test from "node:test";
import { limits, members, operations, typeText } from "../src/reference/document";
import type { Document } from "../src/reference/document";
import { curl, firstValues, missing, requestOf } from "../src/reference/request";

const document: Document = {
  info: { title: "T", version: "1" },
  tags: [{ name: "nodes" }],
  paths: {
    "/v1/nodes/{name}": {
      parameters: [{ $ref: "#/components/parameters/Name" }],
      get: {
        operationId: "getNode",
        tags: ["nodes"],
        summary: "A node",
        parameters: [
          { name: "scenario", in: "query", schema: { type: "array", items: { type: "string" } } },
          { name: "limit", in: "query", schema: { type: "integer", minimum: 1, maximum: 10, default: 5 } },
        ],
        responses: { "200": { $ref: "#/components/responses/Node" } },
      },
      put: {
        requestBody: { required: true, content: { "application/json": { example: { name: "it's" } } } },
        parameters: [{ name: "Idempotency-Key", in: "header" }],
        responses: {},
      },
    },
  },
  components: {
    parameters: { Name: { name: "name", in: "path", required: true, example: "A/B", schema: { type: "string" } } },
    responses: {
      Node: { description: "It.", content: { "application/json": { schema: { $ref: "#/components/schemas/Node" } } } },
    },
    schemas: {
      Node: {
        type: "object",
        required: ["name"],
        properties: {
          name: { type: "string" },
          children: { type: "array", items: { $ref: "#/components/schemas/Node" } },
          kind: { oneOf: [{ const: "a" }, { type: ["string", "null"], format: "date" }] },
        },
        additionalProperties: { type: "number" },
      },
    },
  },
};
const [get, put] = operations(document);

test("operations have what they refer to in its place", () => {
  assert.equal(operations(document).length, 2);
  assert.equal(get!.id, "getNode");
  assert.deepEqual(get!.parameters.map((parameter) => parameter.name), ["name", "scenario", "limit"]);
  assert.equal(get!.answers[0]![1].description, "It.");
  assert.equal(put!.id, "put /v1/nodes/{name}", "one without a name has its address");
});

test("schemas are told in words, and may contain themselves", () => {
  const schema = get!.answers[0]![1].content!["application/json"]!.schema!;
  assert.equal(typeText(document, schema), "Node");
  const found = members(document, schema);
  assert.deepEqual(found.map((member) => [member.name, typeText(document, member.schema), member.isRequired]), [
    ["name", "string", true],
    ["children", "list of Node", false],
    ["kind", '"a" or string or null, date', false],
    ["any name", "number", false],
  ]);
  assert.deepEqual(members(document, found[1]!.schema).map((member) => member.name), found.map((member) => member.name));
  assert.deepEqual(limits(get!.parameters[2]!.schema!), ["1 to 10", "5 unless given"]);
  assert.deepEqual(limits({ enum: ["A", null], minLength: 2, pattern: "^A" }), ["one of A, null", "at least 2 characters", "like ^A"]);
});

test("a request has every value in its place", () => {
  assert.deepEqual(firstValues(get!), { name: "A/B", scenario: "", limit: "" });
  assert.deepEqual(missing(get!, { name: "" }), ["name"]);
  const request = requestOf(get!, { name: "A/B", scenario: "UP, DOWN" }, undefined);
  assert.equal(request.path, "/v1/nodes/A%2FB?scenario=UP&scenario=DOWN");
  assert.equal(curl(request, "http://h:1"), "curl -sS \\\n  'http://h:1/v1/nodes/A%2FB?scenario=UP&scenario=DOWN'");
});

test("a command is quoted for the shell", () => {
  const body = { type: "application/json", text: `{"name":"it's"}` };
  const request = requestOf(put!, { name: "x", "Idempotency-Key": "k" }, body);
  assert.equal(
    curl(request, "http://h:1"),
    [
      "curl -sS",
      "-X PUT",
      "'http://h:1/v1/nodes/x'",
      "-H 'Idempotency-Key: k'",
      "-H 'Content-Type: application/json'",
      `--data-binary '{"name":"it'\\''s"}'`,
    ].join(" \\\n  "),
  );
});
