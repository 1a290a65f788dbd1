#ifndef CSIMDJSON_H
#define CSIMDJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The version of the simdjson library, such as "3.0.1".
const char *tenor_simdjson_version(void);

/// A parser and the document it parsed last. One thread at a time.
typedef struct tenor_json_parser tenor_json_parser;

/// A parser that refuses documents nested deeper than max_depth; NULL when memory is short.
tenor_json_parser *tenor_json_parser_create(size_t max_depth);

void tenor_json_parser_destroy(tenor_json_parser *parser);

/// Parses length bytes, which need no padding and are copied. Returns 0, or a code for tenor_json_error_text.
/// The document before it is gone afterwards.
int tenor_json_parser_parse(tenor_json_parser *parser, const char *bytes, size_t length);

/// The parsed document as simdjson's tape (doc/tape.md of simdjson), valid until the next parse.
const uint64_t *tenor_json_parser_tape(const tenor_json_parser *parser);

/// The strings the tape refers to: a 4-byte length in the machine's byte order, then UTF-8 bytes.
const uint8_t *tenor_json_parser_strings(const tenor_json_parser *parser);

/// A sentence for an error code.
const char *tenor_json_error_text(int code);

#ifdef __cplusplus
}
#endif

#endif
