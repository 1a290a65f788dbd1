// Written by Tools/openapi/embed.py from docs/openapi/audit.json; edit that file instead.
// swift-format-ignore-file

extension OpenAPIPart {
  static let audit = OpenAPIPart(
    head: ##"""

"""##,
    tags: ##"""
{"name": "audit", "description": "Who did what, and when; port 8011."}
"""##,
    paths: ##"""
"/v1/audit": {"get": {"operationId": "listAuditRecords", "tags": ["audit"], "summary": "List records of the audit trail, newest first", "description": "Every request to a service and every command that changes something, refused ones included.", "parameters": [{"name": "who", "in": "query", "description": "Only what this actor did.", "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[^\\u0000-\\u001F\\u007F]+$"}, "example": "anonymous"}, {"name": "what", "in": "query", "description": "Only this operation, by its operationId, or this command, such as \"tenor run publish\".", "schema": {"type": "string", "minLength": 1, "maxLength": 100, "pattern": "^[^\\u0000-\\u001F\\u007F]+$"}, "example": "publishRun"}, {"name": "object", "in": "query", "description": "Only what was done to the object of this id.", "schema": {"type": "string", "minLength": 1, "maxLength": 300, "pattern": "^[^\\u0000-\\u001F\\u007F]+$"}, "example": "R20230331-01JZ8K3V5T-7QF2"}, {"name": "from", "in": "query", "description": "Only what was done on this day in UTC or later.", "schema": {"type": "string", "format": "date"}}, {"name": "to", "in": "query", "description": "Only what was done on this day in UTC or earlier.", "schema": {"type": "string", "format": "date"}}, {"$ref": "#/components/parameters/Limit"}, {"$ref": "#/components/parameters/Cursor"}], "responses": {"200": {"description": "A page.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AuditRecordPage"}, "example": {"items": [{"sequence": 42, "time": "2026-11-21T16:00:00.000Z", "actor": "anonymous", "authenticated_by": "none", "action": "publishRun", "object_kind": "run", "object_id": "R20230331-01JZ8K3V5T-7QF2", "outcome": "200", "request_id": "6f1c2a", "client_address": "127.0.0.1", "details": {"method": "POST", "path": "/v1/runs/R20230331-01JZ8K3V5T-7QF2/publish"}, "previous_hash": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752"}]}}}}, "400": {"$ref": "#/components/responses/BadRequest"}, "422": {"$ref": "#/components/responses/Unprocessable"}, "421": {"$ref": "#/components/responses/UnknownHost"}, "503": {"$ref": "#/components/responses/Unavailable"}, "504": {"$ref": "#/components/responses/TimedOut"}, "default": {"$ref": "#/components/responses/Problem"}}}},
"/v1/audit/head": {"get": {"operationId": "getAuditHead", "tags": ["audit"], "summary": "Get the end of the audit trail", "description": "Keep it where those who can change the database cannot write; 'tenor audit verify --head' holds the trail against it.", "responses": {"200": {"description": "The last record's number, hash and time.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/AuditHead"}, "example": {"sequence": 42, "hash": "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752", "time": "2026-11-21T16:00:00.000Z"}}}}, "400": {"$ref": "#/components/responses/BadRequest"}, "421": {"$ref": "#/components/responses/UnknownHost"}, "503": {"$ref": "#/components/responses/Unavailable"}, "504": {"$ref": "#/components/responses/TimedOut"}, "default": {"$ref": "#/components/responses/Problem"}}}}
"""##,
    schemas: ##"""
"AuditHash": {"type": "string", "description": "SHA-256 in lower-case hexadecimal digits.", "pattern": "^[0-9a-f]{64}$"},
"AuditRecord": {"type": "object", "properties": {"sequence": {"type": "integer", "description": "From 1, without gaps.", "minimum": 1}, "time": {"type": "string", "format": "date-time"}, "actor": {"type": "string", "description": "Who."}, "authenticated_by": {"type": "string", "description": "How that is known, such as none, operating-system, client-certificate or schedule."}, "action": {"type": "string", "description": "The operationId, or the command."}, "object_kind": {"type": "string", "description": "Such as run; empty where there is no object."}, "object_id": {"type": "string"}, "outcome": {"type": "string", "description": "An HTTP status, an exit code, or the outcome of a firing."}, "request_id": {"type": "string", "description": "As in the answer's X-Request-ID; empty for commands."}, "client_address": {"type": "string", "description": "Numeric; empty for commands."}, "details": {"type": "object", "description": "More about it."}, "previous_hash": {"$ref": "#/components/schemas/AuditHash"}, "hash": {"$ref": "#/components/schemas/AuditHash"}}, "required": ["sequence", "time", "actor", "authenticated_by", "action", "object_kind", "object_id", "outcome", "request_id", "client_address", "details", "previous_hash", "hash"]},
"AuditRecordPage": {"type": "object", "properties": {"items": {"type": "array", "items": {"$ref": "#/components/schemas/AuditRecord"}}, "next_cursor": {"$ref": "#/components/schemas/Cursor"}}, "required": ["items"]},
"AuditHead": {"type": "object", "properties": {"sequence": {"type": "integer", "description": "0 while there are no records.", "minimum": 0}, "hash": {"$ref": "#/components/schemas/AuditHash"}, "time": {"type": "string", "description": "ISO 8601 UTC; empty while there are no records."}}, "required": ["sequence", "hash", "time"]}
"""##,
    parameters: ##"""

"""##,
    responses: ##"""

"""##)
}
