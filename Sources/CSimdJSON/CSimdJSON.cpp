#include "CSimdJSON.h"

#include <new>
#include <simdjson.h>

#define TENOR_TEXT_OF(x) #x
#define TENOR_TEXT(x) TENOR_TEXT_OF(x)

// No C++ exception may cross into Swift: allocation can throw, so the entry points that allocate catch.

struct tenor_json_parser {
  simdjson::dom::parser parser;
};

const char *tenor_simdjson_version(void) { return TENOR_TEXT(SIMDJSON_VERSION); }

tenor_json_parser *tenor_json_parser_create(size_t max_depth) {
  try {
    auto *made = new tenor_json_parser;
    if (made->parser.allocate(4096, max_depth) != simdjson::SUCCESS) {
      delete made;
      return nullptr;
    }
    return made;
  } catch (...) {
    return nullptr;
  }
}

void tenor_json_parser_destroy(tenor_json_parser *parser) { delete parser; }

int tenor_json_parser_parse(tenor_json_parser *parser, const char *bytes, size_t length) {
  try {
    return parser->parser.parse(bytes, length, /* realloc_if_needed: */ true).error();
  } catch (const std::bad_alloc &) {
    return simdjson::MEMALLOC;
  } catch (...) {
    return simdjson::UNEXPECTED_ERROR;
  }
}

const uint64_t *tenor_json_parser_tape(const tenor_json_parser *parser) {
  return parser->parser.doc.tape.get();
}

const uint8_t *tenor_json_parser_strings(const tenor_json_parser *parser) {
  return parser->parser.doc.string_buf.get();
}

const char *tenor_json_error_text(int code) {
  try {
    return simdjson::error_message(static_cast<simdjson::error_code>(code));
  } catch (...) {
    return "unknown error";
  }
}
