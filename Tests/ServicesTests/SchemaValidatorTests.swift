import JSONDocuments
import Testing

/// The validator is what the conformance tests rest on, so it must find faults of its own accord.
struct SchemaValidatorTests {
  @Test(arguments: [
    (#"{"type": "integer"}"#, "1", true), (#"{"type": "integer"}"#, "1.5", false),
    (#"{"type": ["string", "null"]}"#, "null", true), (#"{"type": "string"}"#, "null", false),
    (#"{"enum": ["a", null]}"#, "null", true), (#"{"enum": ["a"]}"#, #""b""#, false),
    (#"{"pattern": "^[A-Z]{3}$"}"#, #""USD""#, true), (#"{"pattern": "^[A-Z]{3}$"}"#, #""USDX""#, false),
    (#"{"minimum": 1, "maximum": 2}"#, "2", true), (#"{"minimum": 1}"#, "0", false),
    (#"{"exclusiveMinimum": 0}"#, "0", false), (#"{"minItems": 1}"#, "[]", false),
    (#"{"format": "date"}"#, #""2023-03-31""#, true), (#"{"format": "date"}"#, #""31.3.2023""#, false),
    (#"{"properties": {"a": {"type": "string"}}}"#, #"{"a": "x"}"#, true),
    (#"{"properties": {"a": {"type": "string"}}}"#, #"{"a": 1}"#, false),
    (#"{"properties": {"a": {}}}"#, #"{"b": 1}"#, false), (#"{"required": ["a"]}"#, "{}", false),
    (#"{"additionalProperties": false}"#, #"{"a": 1}"#, false),
    (#"{"items": {"type": "number"}}"#, #"[1, "2"]"#, false),
    (#"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#, "1", false),
    (#"{"oneOf": [{"type": "number"}, {"type": "integer"}]}"#, "1.5", true),
    (##"{"$ref": "#/a"}"##, "1", true), (##"{"$ref": "#/a"}"##, "true", false),
    (#"{"notKnown": 1}"#, "1", false),
  ])
  func findsFaults(schema: String, value: String, fits: Bool) throws {
    let validator = SchemaValidator(document: try JSONDocument.parse(#"{"a": {"type": "number"}}"#))
    let faults = validator.faults(try JSONDocument.parse(value), try JSONDocument.parse(schema))
    #expect(faults.isEmpty == fits, "\(faults)")
  }
}
