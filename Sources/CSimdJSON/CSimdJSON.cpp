#include "CSimdJSON.h"

#include <simdjson.h>

#define TENOR_TEXT_OF(x) #x
#define TENOR_TEXT(x) TENOR_TEXT_OF(x)

const char *tenor_simdjson_version(void) { return TENOR_TEXT(SIMDJSON_VERSION); }
