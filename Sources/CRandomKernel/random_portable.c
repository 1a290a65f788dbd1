// For any processor.

#define REGISTER 2
#define LANES 8
#define TARGET
#define FUNCTIONS random_portable

#include "random_body.h"
