// For any processor.

#define LANES 2
#define TARGET
#define FUNCTIONS random_portable

#include "random_body.h"
