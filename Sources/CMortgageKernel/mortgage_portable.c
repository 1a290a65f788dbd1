// For any processor.

#define TARGET
#define FUNCTIONS mortgage_portable

#include "mortgage_body.h"
