#ifndef TENOR_MORTGAGE_H
#define TENOR_MORTGAGE_H

#include "CMortgageKernel.h"

typedef struct {
  void (*sums)(const tenor_mortgage_line *line, double *interest, double *principal);
  void (*flows)(const tenor_mortgage_line *line, const tenor_mortgage_rows *rows);
} mortgage_functions;

extern const mortgage_functions mortgage_portable;
#if defined(__x86_64__)
extern const mortgage_functions mortgage_avx2;
extern const mortgage_functions mortgage_avx512;
#endif

#endif
